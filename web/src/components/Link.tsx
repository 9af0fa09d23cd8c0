import { createLink } from "@tanstack/react-router";
import { Anchor, Button, type AnchorProps, type ButtonProps } from "@mantine/core";
import type { AnchorHTMLAttributes, Ref } from "react";

type Element = AnchorHTMLAttributes<HTMLAnchorElement> & { ref?: Ref<HTMLAnchorElement> };

/** A link within the dashboard. */
export const Link = createLink((props: AnchorProps & Omit<Element, keyof AnchorProps>) => (
  <Anchor inherit {...props} />
));

/** A link that looks like a button. */
export const ButtonLink = createLink((props: ButtonProps & Omit<Element, keyof ButtonProps>) => (
  <Button component="a" {...props} />
));

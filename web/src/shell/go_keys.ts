import { useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { ENTRIES } from "@/views/register";

/** How long the second key may come after `g`. */
const PATIENCE_MS = 1_500;

/** `g` and then a letter goes to a page. */
export function useGoKeys(): void {
  const navigate = useNavigate();
  useEffect(() => {
    let armed = 0;
    const heard = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || writes(event.target)) return;
      const to = ENTRIES.find((entry) => entry.key === event.key)?.to;
      if (to !== undefined && event.timeStamp - armed < PATIENCE_MS) void navigate({ to });
      armed = event.key === "g" ? event.timeStamp : -PATIENCE_MS;
    };
    armed = -PATIENCE_MS;
    window.addEventListener("keydown", heard);
    return () => window.removeEventListener("keydown", heard);
  }, [navigate]);
}

function writes(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName))
  );
}

import { MantineProvider } from "@mantine/core";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { Confirm } from "./Confirm";

function shown(send: (given: string) => void, typed?: string) {
  render(
    <MantineProvider>
      <Confirm
        title="Remove acme?"
        act="Remove it"
        sent={{ send, busy: false, error: null, reset: () => undefined }}
        given="acme"
        onClose={() => undefined}
        {...(typed !== undefined && { typed })}
      >
        It can't be undone.
      </Confirm>
    </MantineProvider>,
  );
  return screen.getByRole("button", { name: "Remove it" });
}

it("does what is asked for once it is confirmed", async () => {
  const send = vi.fn();
  await userEvent.click(shown(send));
  expect(send).toHaveBeenCalledExactlyOnceWith("acme");
});

it("waits for the typed name before it does what can't be undone", async () => {
  const send = vi.fn();
  const button = shown(send, "acme");
  await userEvent.type(screen.getByRole("textbox"), "acm{Enter}");
  expect(send).not.toHaveBeenCalled();
  await userEvent.type(screen.getByRole("textbox"), "e{Enter}");
  expect(button.hasAttribute("disabled")).toBe(false);
  expect(send).toHaveBeenCalledExactlyOnceWith("acme");
});

import { describe, expect, it } from "vitest";
import { quoted, shellLine } from "./shell";

describe("a command for a shell", () => {
  it("leaves plain words as they are", () => {
    expect(shellLine({ words: ["sysctl", "-w", "vm.swappiness=10"] })).toBe(
      "sysctl -w vm.swappiness=10",
    );
  });

  it("quotes what a shell would read more into", () => {
    expect(shellLine({ words: ["ss", "-tnp", "sport = :2024"] })).toBe("ss -tnp 'sport = :2024'");
    expect(quoted("$(reboot); `id` * ~")).toBe("'$(reboot); `id` * ~'");
    expect(quoted("")).toBe("''");
  });

  it("lets no quote of a name end the quoting", () => {
    expect(quoted("it's'; reboot #")).toBe(`'it'"'"'s'"'"'; reboot #'`);
  });

  it("writes out what could not be seen before Enter is pressed", () => {
    expect(quoted("a\u001b[2Jb")).toBe("$'a\\x1b[2Jb'");
    expect(quoted("\u202egnp.exe")).toBe("$'\\U0000202egnp.exe'");
    expect(quoted("two\nlines' \\")).toBe("$'two\\nlines\\' \\\\'");
  });

  it("hands over what the command reads", () => {
    expect(shellLine({ words: ["nft", "-f", "-"], input: "flush set a b" })).toBe(
      "printf %s 'flush set a b' | nft -f -",
    );
  });
});

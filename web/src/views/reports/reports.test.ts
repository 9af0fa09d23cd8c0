import { afterEach, describe, expect, it, vi } from "vitest";
import { Problem } from "@/api/problem";
import {
  curlOf,
  fetchReport,
  fileName,
  ordered,
  reportAddress,
  type ReportFormat,
} from "./reports";

afterEach(() => void vi.unstubAllGlobals());

describe("a report", () => {
  it("has an address that no id or format can lead elsewhere", () => {
    expect(reportAddress("a/../b", "html", "pt")).toBe(
      "/api/v1/examinations/a%2F..%2Fb/report.html?lang=pt",
    );
  });

  it("is saved under a name that every system takes", () => {
    expect(fileName("../web 1", "2026-11-21T21:19:04.805Z", "md")).toBe(
      "web_1-2026-11-21T211904.md",
    );
    expect(fileName("…", "2026-11-21T21:19:04Z", "md")).toBe("host-2026-11-21T211904.md");
  });

  it("is fetched by a command that holds no token and stays one word a word", () => {
    expect(curlOf("https://a.example", "/x?lang=en", "it's.md")).toBe(
      `curl -fsS -H "Authorization: Bearer $HEXASCOPE_TOKEN" -o 'it'\\''s.md' 'https://a.example/x?lang=en'`,
    );
  });

  it("is never saved where the server says why there is none", async () => {
    const refused = new Response(JSON.stringify({ title: "no", detail: "no profiles" }), {
      status: 404,
    });
    vi.stubGlobal("fetch", () => Promise.resolve(refused));
    await expect(fetchReport("/x")).rejects.toEqual(new Problem(404, "no", "no profiles"));
  });

  it("is offered in formats for people first", () => {
    const formats = ["zip", "json", "html", "markdown"].map((name) => ({ name }) as ReportFormat);
    expect(ordered(formats).map((one) => one.name)).toEqual(["html", "markdown", "json", "zip"]);
  });
});

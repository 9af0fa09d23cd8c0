/** A bundle on its way to the server: fetch tells nothing of how far it is, XMLHttpRequest does. */
import { csrfHeaders, type Schemas } from "@/api/client";
import { Problem } from "@/api/problem";

/** As the server has it: a larger one is refused there. */
export const MOST_BYTES = 64 * 2 ** 20;

export type Begun = Schemas["Begun"];

/** Send a bundle; `told` hears the share that has been sent, 0 to 1. */
export function sendBundle(
  file: Blob,
  language: string,
  told: (share: number) => void,
): Promise<Begun> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/api/v1/snapshots?lang=${encodeURIComponent(language)}`);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    for (const [name, value] of Object.entries(csrfHeaders()))
      request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => told(total ? loaded / total : 0);
    request.onerror = () => reject(new Problem(0, "no answer"));
    request.onload = () => {
      if (request.status >= 200 && request.status < 300)
        resolve(JSON.parse(request.responseText) as Begun);
      else reject(refusalOf(request.status, request.responseText));
    };
    request.send(file);
  });
}

/** Read why a bundle was refused. */
export function refusalOf(status: number, words: string): Problem {
  try {
    const said = JSON.parse(words) as { title?: string; detail?: string; trace?: string };
    return new Problem(status, said.title ?? `HTTP ${status}`, said.detail, said.trace);
  } catch {
    return new Problem(status, `HTTP ${status}`);
  }
}

/** The nonce under which this page may add styles: the server makes one for each answer. */
export function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>("meta[property=csp-nonce]")?.nonce ?? "";
}

declare global {
  /** Where the library that holds the page still behind a dialog looks for the nonce. */
  var __webpack_nonce__: string | undefined;
}

/** Tell those who know no other way: to be called before anything is drawn. */
export function tellNonce(): void {
  globalThis.__webpack_nonce__ = styleNonce();
}

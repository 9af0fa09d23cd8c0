/** The commands by which another host's evidence comes to this server. */

/** Write them for the server at an address; `$TOKEN` is for the reader to set. */
export function sending(origin: string): string {
  return [
    "hexascope record --output host.hxb",
    'curl -X POST -H "Authorization: Bearer $TOKEN" \\',
    `  --data-binary @host.hxb "${origin}/api/v1/snapshots?wait=60"`,
  ].join("\n");
}

// Each text asset of the build becomes its gzip, which the server sends as it lies there (or
// unpacks for who can't): the package carries it once. And the entry's weight: the build fails above
// its limit.
import { appendFileSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const STATIC = fileURLToPath(new URL("../../src/hexascope/server/static/", import.meta.url));
const PACKED = /\.(js|css|svg|json)$/;
// of scripts; styles and words come beside them
const ENTRY_LIMIT_BYTES = 230_000;

const sizes = new Map();
for (const name of readdirSync(join(STATIC, "assets"))) {
  if (!PACKED.test(name)) continue;
  const packed = gzipSync(readFileSync(join(STATIC, "assets", name)), { level: 9 });
  writeFileSync(join(STATIC, "assets", `${name}.gz`), packed);
  rmSync(join(STATIC, "assets", name));
  sizes.set(`assets/${name}`, packed.length);
}

const manifest = JSON.parse(readFileSync(join(STATIC, ".vite", "manifest.json"), "utf8"));
const needed = new Set();
function take(key) {
  const chunk = manifest[key];
  if (needed.has(chunk.file)) return;
  needed.add(chunk.file);
  for (const sheet of chunk.css ?? []) needed.add(sheet);
  for (const other of chunk.imports ?? []) take(other);
}
take(Object.keys(manifest).find((key) => manifest[key].isEntry));
const total = [...needed].reduce((sum, file) => sum + (sizes.get(file) ?? 0), 0);
const scripts = [...needed].filter((file) => file.endsWith(".js"));
const code = scripts.reduce((sum, file) => sum + (sizes.get(file) ?? 0), 0);
console.log(
  `entry: ${(code / 1000).toFixed(1)} kB gz of scripts, ${(total / 1000).toFixed(1)} kB gz with styles`,
);
if (code > ENTRY_LIMIT_BYTES) {
  console.error(
    `the scripts of the entry may weigh ${ENTRY_LIMIT_BYTES / 1000} kB gz: load what not every page needs lazily`,
  );
  process.exit(1);
}

// the typeface brings a licence of its own, which has to lie beside it
const OFL = new URL("../node_modules/@fontsource-variable/inter/LICENSE", import.meta.url);
appendFileSync(join(STATIC, "licenses.md"), `\n\n## Inter\n\n${readFileSync(OFL, "utf8")}`);
rmSync(join(STATIC, ".vite"), { recursive: true });

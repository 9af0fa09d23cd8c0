/** Sixty live charts of a thousand points, fed once a second: what the benchmark draws. */
import "@mantine/core/styles.css";
import "@/theme/base.css";
import { MantineProvider } from "@mantine/core";
import { createRoot } from "react-dom/client";
import { LiveChart, type Flow } from "@/components/charts/LiveChart";
import { pageRedraw } from "@/components/charts/redraw";
import { Ring } from "@/components/charts/ring";
import { resolver, theme } from "@/theme/theme";
import { startWords } from "@/words/words";

const CHARTS = 60;
const POINTS = 1_000;
const LINES = 3;

const keys = Array.from({ length: CHARTS * LINES }, (_, at) => `bench.value{at=${at}}`);

/** A wave with some noise that is the same in each run. */
function row(second: number): Record<string, number> {
  return Object.fromEntries(
    keys.map((key, at) => [
      key,
      50 + 40 * Math.sin((second + at * 7) / 30) + ((second * 31 + at * 17) % 11),
    ]),
  );
}

const ring = new Ring(POINTS);
let second = 0;
for (; second < POINTS; second += 1) ring.push(second, row(second));
const redraw = pageRedraw();
const flow: Flow = { ring, redraw, range: () => [second - POINTS, second] };
window.setInterval(() => {
  ring.push(second, row(second));
  second += 1;
  redraw.ask();
}, 1_000);

await startWords("en");
const place = document.getElementById("root");
if (!place) throw new Error("index.html has no #root");
createRoot(place).render(
  <MantineProvider theme={theme} cssVariablesResolver={resolver}>
    <div style={{ display: "grid", gridTemplateColumns: "repeat(6, minmax(0, 1fr))", gap: 8 }}>
      {Array.from({ length: CHARTS }, (_, at) => (
        <LiveChart
          key={at}
          title={`chart ${at}`}
          unit="count"
          flow={flow}
          lines={keys
            .slice(at * LINES, (at + 1) * LINES)
            .map((key, line) => ({ key, label: `line ${line}` }))}
          sync="bench"
        />
      ))}
    </div>
  </MantineProvider>,
);

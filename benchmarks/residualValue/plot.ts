import type { Answer } from "./evaluate.js";

/** The right edge, in actual lives; what lies beyond is drawn at it with an arrow. */
const MOST_LIVES = 2.5;
const ROW = 17;
const LEFT = 190;
const WIDTH = 560;
const TOP = 64;
const INK = "#1d2733";
const OURS = "#0b6e5a";
const LINEAR = "#b4541a";

/** An SVG of each answer's predicted life ÷ actual life: p10–p90 as a bar, p50 as a dot, the straight line as a cross. */
export function plotOf(answers: readonly Answer[], title: string): string {
  const bottom = TOP + answers.length * ROW;
  const x = (lives: number) => LEFT + (Math.min(lives, MOST_LIVES) / MOST_LIVES) * WIDTH;
  const ticks = [0, 0.5, 1, 1.5, 2, 2.5].flatMap((lives) => [
    line(x(lives), TOP - 6, x(lives), bottom, lives === 1 ? INK : "#d8dee5"),
    text(x(lives), bottom + 16, lives.toString(), "middle"),
  ]);
  const rows = answers.flatMap((answer, index) => {
    const y = TOP + (index + 0.5) * ROW;
    const lives = (remaining: number) => (answer.age + remaining) / answer.life;
    const linear = lives(answer.peerRemaining["linear extrapolation"]);
    return [
      text(LEFT - 10, y + 4, `${answer.cell.name}, ${answer.point * 100} %`, "end"),
      line(x(lives(answer.predicted.p10)), y, x(lives(answer.predicted.p90)), y, OURS, 4, 0.35),
      `<circle cx="${at(x(lives(answer.predicted.p50)))}" cy="${at(y)}" r="4" fill="${OURS}"/>`,
      text(x(linear), y + 4, linear > MOST_LIVES ? "×→" : "×", "middle", LINEAR),
    ];
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${LEFT + WIDTH + 40} ${bottom + 44}" role="img" font-family="sans-serif" font-size="12">`,
    `<title>${title}</title>`,
    `<rect width="100%" height="100%" fill="#ffffff"/>`,
    text(16, 24, title, "start"),
    text(16, 42, "dot: p50, bar: p10 to p90, ×: straight line (→ beyond the edge)", "start"),
    ...ticks,
    ...rows,
    text(LEFT + WIDTH / 2, bottom + 34, "predicted life ÷ actual life", "middle"),
    "</svg>\n",
  ].join("\n");
}

function line(x1: number, y1: number, x2: number, y2: number, stroke: string, width = 1, opacity = 1): string {
  return `<line x1="${at(x1)}" y1="${at(y1)}" x2="${at(x2)}" y2="${at(y2)}" stroke="${stroke}" stroke-width="${width}" opacity="${opacity}"/>`;
}

function text(x: number, y: number, words: string, anchor: string, fill = INK): string {
  return `<text x="${at(x)}" y="${at(y)}" text-anchor="${anchor}" fill="${fill}">${words}</text>`;
}

function at(position: number): string {
  return position.toFixed(1);
}

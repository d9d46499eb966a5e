import { createServer } from "node:net";

/** A port that nobody uses, with free ones where `--rpc-port` puts those of four nodes. */
export async function freeBase(): Promise<number> {
  for (let base = 30_000; base < 50_000; base += 137) {
    const ports = [0, 10, 20, 30].flatMap((above) => [0, 1, 1000].map((service) => base + above + service));
    if ((await Promise.all([...ports, base + 100].map(isFree))).every(Boolean)) return base;
  }
  throw new RangeError("no ports are free");
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ host: "127.0.0.1", port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

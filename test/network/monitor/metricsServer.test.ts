import { request } from "node:http";
import { expect } from "chai";
import { afterEach, describe, it } from "mocha";
import { type MetricsServer, openMetricsServer } from "../../../network/monitor/metricsServer.js";

describe("the monitor's metrics over HTTP", () => {
  const open: MetricsServer[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((server) => server.close()));
  });
  const serve = async (text: () => string | undefined, port = 0) => {
    const server = await openMetricsServer({ port, text });
    open.push(server);
    return server;
  };
  const statusUnder = (url: string, host: string) =>
    new Promise<number | undefined>((resolve, reject) => {
      request(url, { headers: { host } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on("error", reject)
        .end();
    });

  it("are those of the newest look, on this machine alone", async () => {
    let text = "a 1\n";
    const { url } = await serve(() => text);
    expect(url).to.match(/^http:\/\/127\.0\.0\.1:\d+\/metrics$/);
    text = "a 2\n";
    const response = await fetch(url);
    expect(response.status).to.equal(200);
    expect(response.headers.get("content-type")).to.equal("text/plain; version=0.0.4; charset=utf-8");
    expect(await response.text()).to.equal("a 2\n");
  });

  it("are not there before the first look", async () => {
    const { url } = await serve(() => undefined);
    expect((await fetch(url)).status).to.equal(503);
  });

  it("are all that is answered, and nothing is taken", async () => {
    const { url } = await serve(() => "a 1\n");
    expect((await fetch(url.replace("/metrics", "/"))).status).to.equal(404);
    expect((await fetch(url, { method: "POST", body: "x".repeat(100) })).status).to.be.within(400, 499);
  });

  it("are refused under a foreign name, behind which somebody's page may be", async () => {
    const { url } = await serve(() => "a 1\n");
    const { port } = new URL(url);
    for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, "LOCALHOST"]) {
      expect(await statusUnder(url, host), host).to.equal(200);
    }
    for (const host of ["example.org", `example.org:${port}`, "127.0.0.1.example.org", "127.0.0.1:x"]) {
      expect(await statusUnder(url, host), host).to.equal(403);
    }
  });

  it("say which port is taken", async () => {
    const { url } = await serve(() => "a 1\n");
    const port = Number(new URL(url).port);
    const error = await serve(() => "", port).then(
      () => undefined,
      (reason: { code: string; message: string }) => reason,
    );
    expect(error?.code).to.equal("MonitorPortTaken");
    expect(error?.message).to.include(`127.0.0.1:${port}`).and.include("EADDRINUSE");
  });
});

import type { Readable } from "node:stream";
import { expect } from "chai";
import { describe, it } from "mocha";
import { listenOnLoopback } from "../../api/index.js";
import { change } from "../../api/schemas/events.js";
import { progress } from "../../api/schemas/pipeline.js";
import { PROGRESS, service } from "./support/service.js";

describe("/api/events", () => {
  const api = service();

  /** Opens the stream and gives its text, chunk by chunk. */
  async function listen() {
    const headers = { host: "localhost" };
    const reply = await api.app.inject({ url: "/api/events", headers, payloadAsStream: true });
    const stream: Readable = reply.stream();
    stream.setEncoding("utf8");
    const chunks = stream[Symbol.asyncIterator]();
    return { reply, stream, next: async (): Promise<string> => (await chunks.next()).value };
  }

  const dataOf = (text: string) => JSON.parse(/^data: (.*)$/m.exec(text)?.[1] ?? "null");

  it("begins with the progress and tells of each change", async () => {
    const { reply, stream, next } = await listen();
    expect(reply.statusCode).to.equal(200);
    expect(reply.headers).to.include({ "content-type": "text/event-stream", "cache-control": "no-store" });
    expect(reply.headers).to.have.property("content-security-policy");
    const first = await next();
    expect(first).to.match(/^retry: \d+\n\nevent: progress\n/);
    expect(progress.parse(dataOf(first))).to.deep.equal(PROGRESS);
    api.tell({ blockNumber: 7, kinds: ["batches", "records"] });
    const second = await next();
    expect(second).to.match(/^event: change\n/);
    expect(change.parse(dataOf(second))).to.deep.equal({ blockNumber: 7, kinds: ["batches", "records"] });
    stream.destroy();
  });

  it("tells of progress only when it moved", async () => {
    let done = 0;
    const app = await api.another({ progress: () => ({ ...PROGRESS, done }) });
    const reply = await app.inject({ url: "/api/events", headers: { host: "localhost" }, payloadAsStream: true });
    const events: number[] = [];
    reply
      .stream()
      .setEncoding("utf8")
      .on("data", (text: string) => events.push(dataOf(text).done));
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    done = 2;
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(events).to.deep.equal([0, 2]);
    reply.stream().destroy();
  });

  it("listens to the indexer only while somebody listens to it", async () => {
    expect(api.listening()).to.equal(0);
    const address = await listenOnLoopback(api.app, 0);
    const abort = new AbortController();
    const reply = await fetch(`${address}/api/events`, { signal: abort.signal });
    await reply.body?.getReader().read();
    expect(api.listening()).to.equal(1);
    abort.abort();
    while (api.listening() > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  });

  it("keeps a bounded number of listeners", async () => {
    const open = await Promise.all(Array.from({ length: 64 }, listen));
    const reply = await api.get("/api/events");
    expect(reply.statusCode).to.equal(503);
    expect(reply.json().code).to.equal("TooManyListeners");
    for (const { stream } of open) stream.destroy();
  });

  it("drops a listener that does not keep up", async () => {
    const { stream } = await listen();
    expect(api.listening()).to.equal(1);
    const kinds = Array.from({ length: 2_000 }, () => "records" as const);
    for (let count = 0; count < 2_000 && api.listening() > 0; count++) api.tell({ blockNumber: count, kinds });
    expect(api.listening()).to.equal(0);
    stream.on("error", () => undefined);
    stream.destroy();
  });

  it("does not answer HEAD", async () => {
    const reply = await api.app.inject({ method: "HEAD", url: "/api/events", headers: { host: "localhost" } });
    expect(reply.statusCode).to.equal(404);
    expect(api.listening()).to.equal(0);
  });

  it("ends with the service", async () => {
    const address = await listenOnLoopback(api.app, 0);
    const reply = await fetch(`${address}/api/events`);
    const text = reply.text();
    await api.app.close();
    expect(await text).to.include("event: progress");
    expect(api.listening()).to.equal(0);
  });
});

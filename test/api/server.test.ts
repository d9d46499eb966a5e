import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { expect } from "chai";
import { describe, it } from "mocha";
import { listenOnLoopback } from "../../api/index.js";
import { apiError } from "../../api/schemas/error.js";
import { failure } from "../indexer/support/failure.js";
import { RPC_URL, service } from "./support/service.js";

describe("the service", () => {
  const api = service();

  for (const host of ["127.0.0.1", "127.0.0.1:8080", "localhost:1", "LOCALHOST", "[::1]:8080"]) {
    it(`answers under its own name ${host}`, async () => {
      expect((await api.get("/api/chain", { host })).statusCode).to.equal(200);
    });
  }

  const foreign = [
    "evil.example",
    "127.0.0.1.evil.example:8080",
    "localhost.evil.example",
    "0.0.0.0:8080",
    "127.0.0.1@evil",
    "[::2]",
    "127.0.0.1:99x",
  ];
  for (const host of foreign) {
    for (const url of ["/api/chain", "/", "/api/events", "/nowhere"]) {
      it(`refuses ${url} under the foreign name ${JSON.stringify(host)}`, async () => {
        const reply = await api.get(url, { host });
        expect(reply.statusCode).to.equal(421);
        expect(apiError.parse(reply.json()).code).to.equal("HostRefused");
      });
    }
  }

  it("refuses another site's script, before it counts as a request, and lets its links through", async () => {
    for (const url of ["/api/chain", "/api/events"]) {
      const reply = await api.get(url, { "sec-fetch-site": "cross-site", "sec-fetch-mode": "cors" });
      expect(reply.statusCode).to.equal(403);
      expect(apiError.parse(reply.json()).code).to.equal("SiteRefused");
      expect(reply.headers).not.to.have.property("x-ratelimit-remaining");
    }
    const linked = await api.get("/", { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" });
    expect(linked.statusCode).to.equal(200);
  });

  it("refuses a request under no name", async () => {
    const { port } = new URL(await listenOnLoopback(api.app, 0));
    const socket = connect(Number(port), "127.0.0.1");
    socket.end("GET /api/chain HTTP/1.0\r\n\r\n");
    expect(await text(socket)).to.match(/^HTTP\/1\.1 421 /);
  });

  it("lets the page run itself alone, and ask only nodes of this machine or by TLS", async () => {
    const { headers } = await api.get("/");
    const policy = String(headers["content-security-policy"]);
    expect(policy).to.include("default-src 'self'");
    expect(policy).to.include(`connect-src 'self' ${RPC_URL}`);
    expect(policy).to.include("frame-ancestors 'none'");
    expect(policy).not.to.match(/unsafe|upgrade-insecure-requests|script-src|default-src[^;]*\*/);
    expect(headers).to.include({ "x-content-type-options": "nosniff", "referrer-policy": "no-referrer" });
    expect(headers).not.to.have.property("strict-transport-security");
    expect(headers).not.to.have.property("access-control-allow-origin");
  });

  it("serves the page, its hashed files for ever, and nothing beside it", async () => {
    const page = await api.get("/");
    expect(page.body).to.include("<title>Wattproof</title>");
    expect(page.headers["cache-control"]).to.equal("no-cache");
    const script = await api.get("/assets/app-1234.js");
    expect(script.headers["cache-control"]).to.include("immutable");
    for (const url of ["/../secret.txt", "/%2e%2e/secret.txt", "/assets/..%2f..%2fsecret.txt", "/secret.txt"]) {
      const reply = await api.get(url);
      expect(reply.statusCode, url).to.be.oneOf([400, 403, 404]);
      expect(reply.body).not.to.include("not for the page");
    }
  });

  it("says that the page is not built, and answers questions all the same", async () => {
    const app = await api.another({ staticDir: "/nowhere" });
    const headers = { host: "localhost" };
    const page = await app.inject({ url: "/", headers });
    expect(page.statusCode).to.equal(404);
    expect(apiError.parse(page.json()).code).to.equal("PageNotBuilt");
    expect((await app.inject({ url: "/api/chain", headers })).statusCode).to.equal(200);
  });

  it("names a path or method that nothing answers", async () => {
    const unknown = await api.get("/api/nowhere");
    expect(unknown.statusCode).to.equal(404);
    expect(apiError.parse(unknown.json()).code).to.equal("EndpointUnknown");
    const posted = await api.app.inject({ method: "POST", url: "/api/chain", headers: { host: "localhost" } });
    expect(posted.statusCode).to.equal(404);
    expect(posted.json().code).to.equal("EndpointUnknown");
  });

  it("bounds how often anyone asks", async () => {
    const app = await api.another({ requestsPerMinute: 3 });
    const headers = { host: "localhost" };
    const ask = () => app.inject({ url: "/api/chain", headers });
    for (let count = 0; count < 3; count++) expect((await ask()).statusCode).to.equal(200);
    const refused = await ask();
    expect(refused.statusCode).to.equal(429);
    expect(apiError.parse(refused.json()).code).to.equal("TooManyRequests");
  });

  it("listens on 127.0.0.1 alone and names a port that is taken", async () => {
    const address = await listenOnLoopback(api.app, 0);
    expect(address).to.match(/^http:\/\/127\.0\.0\.1:\d+$/);
    const bound = api.app.server.address();
    expect(bound).to.include({ address: "127.0.0.1" });
    expect((await fetch(`${address}/api/chain`)).status).to.equal(200);
    const error = await failure(listenOnLoopback(await api.another({}), Number(new URL(address).port)), "PortInUse");
    expect(error.next).to.include("--port");
  });
});

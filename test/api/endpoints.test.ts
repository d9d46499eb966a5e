import { expect } from "chai";
import { describe, it } from "mocha";
import { z } from "zod";
import { ENDPOINTS } from "../../api/endpoints.js";
import { components } from "../../api/schemas/components.js";
import { apiError } from "../../api/schemas/error.js";
import type { Device, MeterSeries, Overview, RecordProof } from "../../api/types.js";
import { parseEvidence, structHashOf } from "../../protocol/index.js";
import { HOUR_S, IDENTIFIER } from "../indexer/support/scenario.js";
import { PIPELINE, PROGRESS, RPC_URL, service } from "./support/service.js";

const NOBODY = `0x${"00".repeat(32)}`;

describe("endpoints", () => {
  const api = service();

  /** A path that has an answer, for every endpoint. */
  function pathOf(path: string): string {
    const { devices, agreements, readings } = api.the.scene;
    const [reading] = readings.b01;
    const values: Record<string, string> = {
      device: devices.b01,
      id: agreements.b02,
      identifier: encodeURIComponent(IDENTIFIER),
      recordHash: reading ? structHashOf(reading.record) : "",
    };
    return path.replaceAll(/:(\w+)/g, (_, name: string) => values[name] ?? name);
  }

  for (const { path, answer } of ENDPOINTS) {
    it(`${path} answers as its schema says`, async () => {
      const reply = await api.get(pathOf(path));
      expect(reply.statusCode, reply.body).to.equal(200);
      expect(reply.headers["content-type"]).to.match(/^application\/json/);
      expect(reply.headers["cache-control"]).to.equal("no-store");
      const result = answer.safeParse(reply.json());
      expect(result.success ? [] : z.prettifyError(result.error)).to.deep.equal([]);
      // Nobody was reported in the scenario; test/indexer/incidents.test.ts has incidents.
      if (path !== "/api/incidents") expect(reply.body).not.to.equal("[]");
    });

    it(`${path} refuses a parameter that it does not know`, async () => {
      const reply = await api.get(`${pathOf(path)}?nonsense=1`);
      expect(reply.statusCode).to.equal(400);
      expect(apiError.parse(reply.json())).to.include({ code: "InvalidRequest" });
      expect(reply.json().message).to.include("nonsense");
    });
  }

  it("tell the chain with the node that the page may ask", async () => {
    const { block, ...chain } = (await api.get("/api/chain")).json();
    expect(chain).to.include({
      chainId: "31337",
      rpcUrl: RPC_URL,
      currency: "NOK",
      directory: api.the.scene.directory,
    });
    expect(block.timestampS).to.match(/^\d+$/);
  });

  it("give amounts as decimal strings and counts as numbers", async () => {
    const overview: Overview = (await api.get("/api/overview")).json();
    expect(overview.settlement).to.deep.equal({
      intervals: 2,
      settledWh: "899",
      paid: "858800",
      gridWh: "0",
      gridPaid: "0",
      owed: "220000",
      unsettledWh: "302",
      importWh: "4100",
      exportWh: "2705",
    });
    expect(overview).to.deep.include({ batches: 4, pipeline: PIPELINE, progress: PROGRESS });
  });

  it("show the latest rejections first", async () => {
    const codes = (await api.get("/api/rejections")).json().map(({ code }: { code: string }) => code);
    expect(codes).to.deep.equal(["LateAfterGap", "CellInvalid"]);
  });

  it("name devices as the installation does", async () => {
    const devices: Device[] = (await api.get("/api/devices")).json();
    expect(devices[0]).to.include({ label: "b01", kind: "meter", status: "active", records: 5 });
  });

  it("bound a series by time and size", async () => {
    const { devices, startS } = api.the.scene;
    const url = `/api/meters/${devices.b01}/series`;
    const series: MeterSeries = (await api.get(`${url}?fromS=${startS + 2 * HOUR_S}&limit=1`)).json();
    expect(series.points).to.have.length(1);
    expect(series.points[0]).to.include({ endS: `${startS + 2 * HOUR_S}`, exportWh: "1100", state: "anchored" });
    expect(series.nextFromS).to.equal(`${startS + 3 * HOUR_S}`);
  });

  it("give a record's proof with every field that was signed", async () => {
    const [cycle] = api.the.scene.cycles;
    if (cycle === undefined) return expect.fail("The scenario has cycles.");
    const proof: RecordProof = (await api.get(`/api/records/${structHashOf(cycle.record)}/proof`)).json();
    expect(proof.record.type).to.equal("ChargeCycle");
    expect(proof.record.header.sequence).to.equal("1");
    expect(proof.salt).to.equal(cycle.salt);
    expect(proof.timeSource).to.equal("synthetic");
  });

  it("send evidence as a file that parses", async () => {
    const reply = await api.get(`/api/batteries/${encodeURIComponent(IDENTIFIER)}/evidence`);
    const name = `${encodeURIComponent(IDENTIFIER)}.evidence.json`;
    expect(reply.headers["content-disposition"]).to.equal(`attachment; filename="${name}"`);
    expect(parseEvidence(reply.body)).to.deep.equal(await api.indexer.queries.evidenceOf(IDENTIFIER));
  });

  const missing = [
    `/api/meters/${NOBODY}/series`,
    `/api/agreements/${NOBODY}/deliveries`,
    "/api/batteries/B9999/cycles",
    "/api/batteries/B9999/evidence",
    `/api/records/${NOBODY}/proof`,
  ];
  for (const url of missing) {
    it(`${url.replace(NOBODY, "0x00…00")} names what is not there`, async () => {
      const reply = await api.get(url);
      expect(reply.statusCode).to.equal(404);
      expect(apiError.parse(reply.json()).code).to.equal("NotFound");
    });
  }

  const invalid: [url: string, parameter: string][] = [
    ["/api/meters/0x12/series", "device"],
    [`/api/meters/0x${"AB".repeat(32)}/series`, "device"],
    [`/api/meters/${NOBODY}/series?fromS=-1`, "fromS"],
    [`/api/meters/${NOBODY}/series?toS=1.5`, "toS"],
    [`/api/meters/${NOBODY}/series?toS=${1n << 64n}`, "toS"],
    [`/api/meters/${NOBODY}/series?fromS=1&fromS=2`, "fromS"],
    [`/api/meters/${NOBODY}/series?limit=10001`, "limit"],
    ["/api/batches?limit=0", "limit"],
    ["/api/batches?limit=1001", "limit"],
    ["/api/batches?limit=all", "limit"],
    ["/api/agreements/none/deliveries", "id"],
    [`/api/agreements/${NOBODY}/deliveries?limit=1e9`, "limit"],
    [`/api/batteries/${"x".repeat(129)}/cycles`, "identifier"],
    [`/api/batteries/${"%C3%BC".repeat(65)}/evidence`, "identifier"],
    ["/api/records/%00/proof", "recordHash"],
    ["/api/records/%zz/proof", "path"],
  ];
  for (const [url, parameter] of invalid) {
    it(`refuses ${url.length > 60 ? `${url.slice(0, 57)}…` : url} and names ${parameter}`, async () => {
      const reply = await api.get(url);
      expect(reply.statusCode).to.equal(400);
      expect(apiError.parse(reply.json())).to.include({ code: "InvalidRequest" });
      expect(reply.json().message).to.include(` ${parameter} `);
    });
  }

  it("keep what failed inside to themselves and the log", async () => {
    const app = await api.another({
      pipeline: () => {
        throw new Error("secret detail");
      },
    });
    const reply = await app.inject({ url: "/api/overview", headers: { host: "localhost" } });
    expect(reply.statusCode).to.equal(500);
    expect(apiError.parse(reply.json()).code).to.equal("InternalError");
    expect(reply.body).not.to.include("secret");
    expect(api.failures.map(String)).to.deep.equal(["Error: secret detail"]);
  });

  it("are described by OpenAPI 3.1 with every reference resolved", async () => {
    const text = (await api.get("/api/openapi.json")).body;
    const description = JSON.parse(text);
    expect(description.openapi).to.equal("3.1.0");
    const paths = ENDPOINTS.map(({ path }) => path.replaceAll(/:(\w+)/g, "{$1}"));
    expect(Object.keys(description.paths)).to.deep.equal([...paths, "/api/events"]);
    for (const [reference] of text.matchAll(/#\/components\/schemas\/\w+/g)) {
      expect(description.components.schemas).to.have.property(reference.split("/").at(-1) ?? "");
    }
    const series = description.paths["/api/meters/{device}/series"].get;
    expect(
      series.parameters.map(({ name, required }: { name: string; required: boolean }) => [name, required]),
    ).to.deep.equal([
      ["device", true],
      ["fromS", false],
      ["toS", false],
      ["limit", false],
    ]);
    expect(text).not.to.include("$defs");
    for (const { answer } of ENDPOINTS) expect(components.has(answer)).to.equal(true);
  });
});

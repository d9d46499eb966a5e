import { expect } from "chai";
import { describe, it } from "mocha";
import { formatRoute, parseRoute, type Route } from "../../dashboard/src/routes.js";

describe("dashboard: routes", () => {
  const routes: Route[] = [
    { view: "energy" },
    { view: "energy", subject: "0xab", claim: { kind: "settlement" } },
    { view: "batteries", subject: "EU/01 ?#&%ø" },
    { view: "devices", claim: { kind: "device", id: "0x01" } },
    { view: "records", claim: { kind: "record", id: "0x02" } },
    { view: "energy", claim: { kind: "meter", id: "0x03" } },
    { view: "energy", claim: { kind: "agreement", id: "0x04" } },
  ];

  for (const route of routes) {
    it(`reads back ${formatRoute(route)}`, () => {
      expect(parseRoute(formatRoute(route))).to.deep.equal(route);
    });
  }

  it("shows the first view for an address that it does not know", () => {
    for (const hash of ["", "#", "#/", "#/nowhere", "#nothing/at/all"]) {
      expect(parseRoute(hash)).to.include({ view: "energy" });
    }
  });

  it("drops a claim or subject that is malformed", () => {
    expect(parseRoute("#/devices?why=steal:0x01")).to.deep.equal({ view: "devices" });
    expect(parseRoute("#/devices?why=record")).to.deep.equal({ view: "devices" });
    expect(parseRoute("#/batteries/%E0%A4%A")).to.deep.equal({ view: "batteries" });
  });
});

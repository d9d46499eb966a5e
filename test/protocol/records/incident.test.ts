import { readFileSync } from "node:fs";
import { expect } from "chai";
import { describe, it } from "mocha";
import {
  INCIDENT_CATEGORY_WORDS,
  INCIDENT_STATE_WORDS,
  IncidentCategory,
  IncidentState,
  RecordType,
} from "../../../protocol/index.js";
import { categoryOf, REPORTABLE } from "../../../scripts/commands/device/incidentWords.js";

const SOURCE = readFileSync(new URL("../../../contracts/types/Incidents.sol", import.meta.url), "utf8");

/** Members of an enumeration of the contracts, in their order. */
function membersOf(name: string): string[] {
  const body = new RegExp(`enum ${name} \\{([^}]*)\\}`).exec(SOURCE)?.[1] ?? "";
  return body.split(",").map((member) => member.trim());
}

const numbered = (members: readonly string[]) => Object.fromEntries(members.map((member, at) => [member, at]));
const camel = (member: string) => member.charAt(0).toLowerCase() + member.slice(1);

describe("enumerations of incidents", () => {
  for (const [name, enumeration] of Object.entries({ IncidentCategory, IncidentState, RecordType })) {
    it(`${name} counts as the contracts do`, () => {
      expect(enumeration).to.deep.equal(numbered(membersOf(name)));
    });
  }

  it("have their members' names in camel case as words", () => {
    expect(INCIDENT_CATEGORY_WORDS).to.deep.equal(membersOf("IncidentCategory").map(camel));
    expect(INCIDENT_STATE_WORDS).to.deep.equal(membersOf("IncidentState").map(camel));
  });

  it("are typed with hyphens, those that a gateway may report", () => {
    expect(REPORTABLE.map(categoryOf)).to.deep.equal([1, 2, 3, 4, 5]);
    expect(categoryOf("implausible-data")).to.equal(IncidentCategory.ImplausibleData);
    for (const text of ["none", "equivocation", "implausibleData", ""]) expect(categoryOf(text)).to.equal(undefined);
  });
});

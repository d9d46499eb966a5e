import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect } from "chai";
import { describe, it } from "mocha";
import { WattproofError } from "../../../protocol/index.js";
import { parseSealed, parseValidators } from "../../../protocol/sealed/index.js";
import { type Json, leafPaths, objectPaths, setAt, valueAt } from "../support/jsonEdits.js";

const file = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");
const json = (text: string) => JSON.parse(text) as Json;

const CASES = [
  { name: "sealed-1", fixture: "battery.sealed.json", parse: parseSealed },
  { name: "validators-1", fixture: "validators.json", parse: parseValidators },
] as const;

for (const { name, fixture, parse } of CASES) {
  describe(`the published JSON Schema ${name}`, () => {
    const isValid = new Ajv2020({ allErrors: true }).compile(JSON.parse(file(`docs/schemas/${name}.schema.json`)));
    const text = file(`test/fixtures/besu/sealedQbft/${fixture}`);
    const isRead = (document: Json): boolean => {
      try {
        parse(JSON.stringify(document));
        return true;
      } catch (error) {
        if (error instanceof WattproofError) return false;
        throw error;
      }
    };

    it("takes what is written", () => {
      isValid(json(text));
      expect(isValid.errors).to.equal(null);
    });

    it("refuses what the reader refuses for its form, and takes all that the reader takes", () => {
      let refused = 0;
      const check = (what: string, document: Json) => {
        const isTaken = isRead(document);
        if (isTaken) expect(isValid(document), what).to.equal(true);
        else refused += isValid(document) ? 0 : 1;
      };
      for (const path of leafPaths(json(text))) {
        for (const change of [true, 1.5, "0X", "01", "0x0", [], {}, null] as Json[]) {
          const document = json(text);
          setAt(document, path, change);
          check(path.join("."), document);
        }
      }
      for (const path of objectPaths(json(text))) {
        for (const member of Object.keys(valueAt(json(text), path) as object)) {
          const document = json(text);
          delete (valueAt(document, path) as { [key: string]: Json })[member];
          check(`without ${[...path, member].join(".")}`, document);
        }
        const added = json(text);
        setAt(added, [...path, "note"], "x");
        check(`with ${[...path, "note"].join(".")}`, added);
      }
      expect(refused).to.be.greaterThan(90);
    });
  });
}

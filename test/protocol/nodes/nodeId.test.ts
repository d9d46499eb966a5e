import { secp256k1 } from "@noble/curves/secp256k1.js";
import { expect } from "chai";
import { computeAddress } from "ethers";
import fc from "fast-check";
import { describe, it } from "mocha";
import { enodeUrl, isNodeId, nodeAddress, parseEnodeUrl, toHex } from "../../../protocol/index.js";

/** The public test key of Besu's own documentation and tests. */
const BESU_ID =
  "0x8208a3f344695d44e9cf2c023683cbea7b9343e2f70a5e804bd2c93858e945f8f91439eef96a4ab6c47ff06637d6fbe6472f96de1655a1bee57ea896654f3a22";

const ids = fc
  .uint8Array({ minLength: 48, maxLength: 48 })
  .map((seed) => toHex(secp256k1.getPublicKey(secp256k1.utils.randomSecretKey(seed), false).subarray(1)));
const hosts = fc.ipV4().filter((host) => host.split(".").every((part) => String(Number(part)) === part));
const ports = fc.integer({ min: 1, max: 65_535 });

describe("a node's id", () => {
  it("has the address that Besu documents for its test key", () => {
    expect(nodeAddress(BESU_ID)).to.equal("0x93917cadbace5dfce132b991732c6cda9bcc5b8a");
  });

  it("has the address that ethers computes", () => {
    fc.assert(
      fc.property(ids, (id) => {
        expect(nodeAddress(id)).to.equal(computeAddress(`0x04${id.slice(2)}`).toLowerCase());
      }),
      { numRuns: 20 },
    );
  });

  it("is a point of the curve, in lower-case hex, without a prefix", () => {
    expect(isNodeId(BESU_ID)).to.equal(true);
    expect(isNodeId(BESU_ID.replace(/2$/, "3"))).to.equal(false);
    expect(isNodeId(`0x04${BESU_ID.slice(2)}`)).to.equal(false);
    expect(isNodeId(BESU_ID.toUpperCase())).to.equal(false);
    expect(isNodeId(BESU_ID.slice(2))).to.equal(false);
    expect(isNodeId(undefined)).to.equal(false);
    expect(() => nodeAddress("0x1234"))
      .to.throw()
      .with.property("code", "InvalidHex");
  });

  it("makes an enode URL that reads back", () => {
    fc.assert(
      fc.property(ids, hosts, ports, (id, host, port) => {
        expect(parseEnodeUrl(enodeUrl({ id, host, port }))).to.deep.equal({ id, host, port });
      }),
      { numRuns: 20 },
    );
  });

  it("refuses any other URL by name", () => {
    const url = enodeUrl({ id: BESU_ID, host: "10.0.0.1", port: 30303 });
    const others = [
      "",
      url.replace("enode", "http"),
      url.replace("10.0.0.1", "node.example"),
      url.replace("10.0.0.1", "10.0.0.256"),
      url.replace("10.0.0.1", "10.0.0.01"),
      url.replace("10.0.0.1", "10.0.1"),
      url.replace("30303", "0"),
      url.replace("30303", "65536"),
      url.replace(":30303", ""),
      `${url}?discport=0`,
      ` ${url}`,
      `${url}\n`,
      url.replace("22@", "23@"),
      url.replace("8208", "8208ff"),
    ];
    for (const other of others) {
      expect(() => parseEnodeUrl(other), other)
        .to.throw()
        .with.property("code", "EnodeUrlInvalid");
    }
  });
});

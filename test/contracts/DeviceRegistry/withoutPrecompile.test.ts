import { expect } from "chai";
import { network } from "hardhat";
import { describe, it } from "mocha";
import { DeviceKind, domainSeparator, enrolmentHash, type Hex } from "../../../protocol/index.js";
import {
  AccessManager__factory,
  DeviceRegistry__factory,
  Directory__factory,
  ERC7913P256Verifier__factory,
  Membership__factory,
} from "../../../typechain-types/index.js";
import { lower } from "../../support/chain/consortium.js";
import { p256Key, secp256k1Key } from "../../support/chain/deviceKeys.js";
import { bytes32Of } from "../../support/chain/devices.js";

/** Where EIP-7951 puts the P-256 precompile, from Osaka on. */
const P256VERIFY = `0x${"100".padStart(40, "0")}`;
/** OpenZeppelin's Solidity verifier alone takes 250,000 gas, the precompile 7,000. */
const MORE_THAN_THE_PRECOMPILE = 200_000n;

/** A chain before Osaka, with the registry and a member. */
const { ethers } = await network.create({ network: "embedded", override: { hardfork: "cancun", gas: 16_000_000n } });

async function registry() {
  const [administrator] = await ethers.getSigners();
  const member = administrator!;
  const authority = await new AccessManager__factory(member).deploy(member);
  const directory = await new Directory__factory(member).deploy(authority);
  const membership = await new Membership__factory(member).deploy(authority);
  const verifier = lower(await (await new ERC7913P256Verifier__factory(member).deploy()).getAddress());
  const devices = await new DeviceRegistry__factory(member).deploy(authority, directory, membership, verifier);
  await membership.admit(member, "Grid Operator");
  const domain = domainSeparator({ chainId: 31337n, directory: lower(await directory.getAddress()) });
  return { devices, member, verifier, domain };
}

describe("DeviceRegistry on a chain without the P-256 precompile", () => {
  it("enrols P-256 devices and checks their records with OpenZeppelin's Solidity verifier", async () => {
    const { devices, member, verifier, domain } = await registry();
    const [digest, one] = [`0x${"11".repeat(32)}`, "1".padStart(64, "0")];
    expect(await ethers.provider.call({ to: P256VERIFY, data: `${digest}${one.repeat(4)}` })).to.equal("0x");

    const [key, ticketKey] = [p256Key("meter", verifier), secp256k1Key("ticket")];
    const organisation = lower(member.address);
    const terms = { kind: DeviceKind.Meter, organisation, owner: organisation, enrolmentKey: ticketKey.signer };
    const commitment = bytes32Of("meter");
    await devices.register({ ...terms, commitment, enrolmentExpiresAtS: 4_000_000_000n });
    const device = (await devices.deviceId(organisation, commitment)) as Hex;
    const hash = enrolmentHash({ ...terms, device, signer: key.signer, expiresAtS: 4_000_000_000n });
    const signed = { device, signer: key.signer, enrolmentSignature: ticketKey.sign(domain, hash) };
    await expect(
      devices.enrol({ ...signed, deviceSignature: key.signWithHighS(domain, hash) }),
    ).to.be.revertedWithCustomError(devices, "DeviceRegistryInvalidDeviceSignature");
    await devices.enrol({ ...signed, deviceSignature: key.sign(domain, hash) });

    const record = bytes32Of("a record");
    await devices.requireSigned(device, record, key.sign(domain, record));
    expect(await devices.requireSigned.estimateGas(device, record, key.sign(domain, record))).to.be.greaterThan(
      MORE_THAN_THE_PRECOMPILE,
    );
    await expect(
      devices.requireSigned(device, record, key.sign(domain, bytes32Of("another"))),
    ).to.be.revertedWithCustomError(devices, "DeviceRegistryInvalidDeviceSignature");
  });
});

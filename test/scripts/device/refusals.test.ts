import { expect } from "chai";
import { Interface } from "ethers";
import { describe, it } from "mocha";
import { ContractRefused, knownRefusals } from "../../../scripts/chain/refusals.js";
import {
  BatteryPassport__factory,
  IDeviceRegistry__factory,
  IIncidentRegistry__factory,
  IPaymentChannel__factory,
  ISupplyAgreements__factory,
} from "../../../typechain-types/index.js";

const CHANNELS = IPaymentChannel__factory.createInterface();
const INTERFACES = [
  IDeviceRegistry__factory.createInterface(),
  IIncidentRegistry__factory.createInterface(),
  ISupplyAgreements__factory.createInterface(),
  CHANNELS,
];
/** Raised by constructors alone, which no command calls. */
const AT_DEPLOYMENT = ["IncidentRegistryInvalidPeriods"];

describe("what contracts refuse", () => {
  it("has words for every error of devices, incidents, agreements and channels", () => {
    const names = INTERFACES.flatMap((each) => {
      const found: string[] = [];
      each.forEachError(({ name }) => found.push(name));
      return found;
    });
    expect(names).to.include.members(["DeviceRegistryNotOwner", "IncidentRegistryNotSigned"]);
    expect(knownRefusals()).to.include.members(names.filter((name) => !AT_DEPLOYMENT.includes(name)));
  });

  it("tells the arguments by their names, statuses in words", () => {
    const device = `0x${"ab".repeat(32)}`;
    const args = [device, 3n];
    const error = new ContractRefused({ name: "DeviceRegistryUnexpectedStatus", args, data: "0x" }, INTERFACES);
    expect(error.code).to.equal("DeviceRegistryUnexpectedStatus");
    expect(error.facts).to.deep.equal({ device, status: "suspended" });
    expect(error.message).to.include("status suspended");
  });

  it("tells a channel's status and direction in words", () => {
    const channel = `0x${"ab".repeat(32)}`;
    const of = (name: string, args: unknown[]) => new ContractRefused({ name, args, data: "0x" }, [CHANNELS]).facts;
    expect(of("PaymentChannelUnexpectedStatus", [channel, 2n])).to.deep.equal({ channel, status: "closing" });
    expect(of("PaymentChannelAmountUnjustified", [channel, 1n, 9n, 8n])).to.deep.equal({
      channel,
      direction: "export",
      amount: "9",
      limit: "8",
    });
  });

  it("tells passports as battery status writes them, and what a battery was and was to be in words", () => {
    const interfaces = [BatteryPassport__factory.createInterface()];
    const of = (name: string, args: bigint[]) => new ContractRefused({ name, args, data: "0x" }, interfaces).facts;
    const passport = `0x${"0".repeat(63)}7`;
    expect(of("BatteryPassportInvalidTransition", [7n, 4n, 2n])).to.deep.equal({
      passport,
      from: "waste",
      to: "reused",
    });
    expect(of("BatteryPassportInvalidSuccessorStatus", [7n, 0n])).to.deep.equal({ passport, status: "original" });
    expect(of("BatteryPassportCheckpointNotNewer", [7n, 4n, 2n])).to.include({ passport, current: "4", given: "2" });
  });

  it("keeps an error that it does not know by its name and data", () => {
    const error = new ContractRefused({ name: "SomethingElse", args: [1n], data: "0x12345678" }, [new Interface([])]);
    expect(error.code).to.equal("ContractRefused");
    expect(error.facts).to.deep.equal({ error: "SomethingElse", data: "0x12345678" });
  });
});

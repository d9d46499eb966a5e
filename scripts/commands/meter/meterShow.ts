import type { Command } from "commander";
import { type DeviceName, idOn, parseDevice } from "../../chain/deviceName.js";
import { withChain } from "../../chain/openChain.js";
import { addChainOptions, type ReadFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { formatDuration } from "../../commandLine/duration.js";
import { formatEnergy } from "../../commandLine/energy.js";
import { formatInstant } from "../../commandLine/instant.js";
import { printResult } from "../../commandLine/print.js";
import { type ListedAgreement, readAgreements } from "../agreement/readAgreements.js";
import { type Registers, readMeter, type SettledMeter } from "./readMeter.js";

const AFTER = `Settled registers are what the meter showed; counted ones leave its corrections out, and never fall: payment channels go by
them. Between a correction and the next settled register, a settled one may stand below zero.`;

/** `wattproof meter show`: what a meter is settled for. */
export function addMeterShow(parent: Command): void {
  const command = parent
    .command("show")
    .description("say what a meter is settled for, its corrections, and the agreements in force")
    .argument("<device>", "meter's id or DID", parseDevice);
  finishCommand(addChainOptions(command), { example: "npx wattproof meter show 0x…", after: AFTER });
  command.action((name: DeviceName, flags: ReadFlags) =>
    withChain(flags, async (chain) => {
      const meter = await readMeter(chain, idOn(chain, name));
      const { agreements } = await readAgreements(chain, { meter: meter.meter });
      const inForce = agreements.filter(({ status }) => status === "running" || status === "suspended");
      printResult({ ...meter, agreements: inForce }, [...describe(meter), ...inForce.map(describeAgreement)], flags);
    }),
  );
}

function describe(of: SettledMeter): string[] {
  const { meter, kind, status, owner, settled, counted, corrections, settlementPeriodS, closedUntilS } = of;
  return [
    `Device ${meter}, a ${kind}, is ${status}; its owner is ${owner}.`,
    ...(settled === null
      ? ["  settled     nothing: its first record is still to come"]
      : registers("settled", settled)),
    ...(counted === null || corrections === 0 ? [] : registers("counted", counted)),
    `  corrections ${corrections}`,
    ...(settlementPeriodS === null ? [] : [`  supplies    settled every ${formatDuration(settlementPeriodS)}`]),
    ...(closedUntilS === null ? [] : [`  closed      up to ${formatInstant(closedUntilS)}`]),
  ];
}

function registers(word: string, { importWh, exportWh, importAtS, exportAtS }: Registers): string[] {
  const shown = (registerWh: bigint, atS: bigint) => `${signed(registerWh)} at ${formatInstant(Number(atS))}`;
  return [`  ${word.padEnd(11)} import ${shown(importWh, importAtS)}, export ${shown(exportWh, exportAtS)}`];
}

/** Registers count modulo 2^64; the upper half stands for what is below zero. */
function signed(registerWh: bigint): string {
  const value = BigInt.asIntN(64, registerWh);
  return value < 0n ? `-${formatEnergy(-value)}` : formatEnergy(value);
}

function describeAgreement({ number, status, agreement, terms }: ListedAgreement): string {
  const { consumer, supplier, endS } = terms;
  return `Agreement ${number} is ${status} until ${formatInstant(endS)}: ${supplier} supplies ${consumer} (${agreement})`;
}

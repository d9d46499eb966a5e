import {
  type CycleCounters,
  countersHashOf,
  measurementsHashOf,
  NOT_MEASURED_UINT64,
  type ProvenEntry,
  passportIdOf,
} from "../../../protocol/index.js";
import { openAccount } from "../../chain/openAccount.js";
import { withChain } from "../../chain/openChain.js";
import { transact } from "../../chain/transact.js";
import { printResult } from "../../commandLine/print.js";
import { PASSPORTS } from "./changePassport.js";
import type { CheckpointFlags } from "./checkpointFlags.js";
import { CycleMissing } from "./errors.js";
import { wholeHistory } from "./evidenceSources.js";

type ProvenCycle = Extract<ProvenEntry, { type: "ChargeCycle" }>;

/**
 * Proves a battery's latest anchored cycle to the chain, and publishes its counters if asked to.
 * @throws CycleMissing, and what `withChain`, `openAccount`, `wholeHistory` and `transact` throw
 */
export async function checkpointBattery(identifier: string, flags: CheckpointFlags): Promise<void> {
  await withChain(flags, async (chain) => {
    const account = await openAccount(chain, flags);
    const { whole } = await wholeHistory(chain, identifier, flags);
    const cycle = whole.records.findLast((entry): entry is ProvenCycle => entry.type === "ChargeCycle");
    const batch = cycle && whole.batches[cycle.batch];
    if (cycle === undefined || batch === undefined) throw new CycleMissing(identifier);
    const { header, measurements, counters, signature, proof } = cycle;
    const proven = {
      header,
      measurementsHash: measurementsHashOf(measurements),
      countersHash: countersHashOf(counters),
      signature,
      stream: batch.stream,
      batchSequence: batch.sequence,
      root: batch.root,
      proof: [...proof],
    };
    const passport = passportIdOf(identifier);
    const calls = [
      {
        says: `Move the checkpoint of battery ${identifier} to record ${header.sequence}`,
        data: PASSPORTS.encodeFunctionData("checkpoint", [passport, proven]),
      },
      ...(flags.publish
        ? [
            {
              says: `Publish the counters of record ${header.sequence} of battery ${identifier} for ever`,
              data: PASSPORTS.encodeFunctionData("publishCounters", [passport, inWords(counters)]),
            },
          ]
        : []),
    ];
    const to = await chain.contract("BatteryPassport");
    const transactions: { transaction: string; block: number }[] = [];
    for (const { says, data } of calls) {
      const { hash, blockNumber } = await transact(chain, account, { says, to, data });
      transactions.push({ transaction: hash, block: blockNumber });
    }
    printResult(
      {
        batteryPassportIdentifier: identifier,
        device: header.device,
        sequence: header.sequence,
        published: flags.publish === true,
        transactions,
      },
      [
        `The history of battery ${identifier} is proven up to record ${header.sequence}${flags.publish ? ", whose counters are published" : ""}.`,
        ...transactions.map(({ transaction, block }) => `  transaction ${transaction} in block ${block}`),
      ],
      flags,
    );
  });
}

/** Counters as the contract takes them: what is not measured is the largest `uint64`. */
function inWords(counters: CycleCounters) {
  const word = (value: bigint | null) => value ?? NOT_MEASURED_UINT64;
  return {
    ...counters,
    deepDischargeCount: word(counters.deepDischargeCount),
    overChargeCount: word(counters.overChargeCount),
    timeExtremeHighTempMs: word(counters.timeExtremeHighTempMs),
    timeExtremeLowTempMs: word(counters.timeExtremeLowTempMs),
    timeExtremeHighTempChargingMs: word(counters.timeExtremeHighTempChargingMs),
    timeExtremeLowTempChargingMs: word(counters.timeExtremeLowTempChargingMs),
  };
}

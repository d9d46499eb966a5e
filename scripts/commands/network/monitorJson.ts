import { type Alarm, type MonitorSnapshot, nodeNames, type OpenedNetwork } from "../../../network/index.js";
import { statusJson } from "./statusJson.js";

const DAY_S = 86_400;

/** One look of the monitor as one JSON document: that of the status, and what the monitor adds. */
export function monitorJson(network: OpenedNetwork, snapshot: MonitorSnapshot, alarms: readonly Alarm[]): object {
  const nameOf = nodeNames(network);
  const { atS, status, headAgeMostS, asleep, laterRoundRatio, disks, certificates, undecidedVotes, notes } = snapshot;
  return {
    ...statusJson(network, status),
    atS,
    headAgeMostS,
    validatorsAwake: status.validators.length - asleep.length,
    validatorsAsleep: asleep.map(nameOf),
    laterRoundRatio: laterRoundRatio ?? null,
    disks: disks.map(({ device: _, growthBytesPerDay = null, daysUntilFull = null, ...disk }) => ({
      ...disk,
      growthBytesPerDay,
      daysUntilFull,
    })),
    certificates: certificates.map((each) => ({ ...each, daysLeft: (each.endsS - atS) / DAY_S })),
    undecidedVotes:
      undecidedVotes?.map(({ voter, recipient, adds, block = null }) => ({
        voter: nameOf(voter),
        recipient: nameOf(recipient),
        adds,
        block,
      })) ?? null,
    alarms,
    notes,
  };
}

import { faultsTolerated, quorumOf } from "../../protocol/bft/index.js";

/** What founders should know before they start, though nothing forbids it. */
export interface FoundingWarning {
  readonly code: FoundingWarningCode;
  /** One sentence with the arithmetic. */
  readonly message: string;
}

export type FoundingWarningCode =
  | "ToleratesNoFault"
  | "ValidatorsInVain"
  | "OrganisationCanHalt"
  | "OrganisationCanRewrite";

interface Node {
  readonly organisation: string;
  readonly validator: boolean;
}

/**
 * What the numbers of validators mean for a network's safety, in the order of how it bears on all.
 * @param nodes All of the network's; those that are no validators do not count.
 */
export function foundingWarnings(nodes: readonly Node[]): readonly FoundingWarning[] {
  const validators = nodes.filter(({ validator }) => validator);
  const n = validators.length;
  const counts = new Map<string, number>();
  for (const { organisation } of validators) counts.set(organisation, (counts.get(organisation) ?? 0) + 1);
  return [...countWarnings(n), ...[...counts].flatMap(([name, held]) => shareWarnings(name, held, n))];
}

function countWarnings(n: number): FoundingWarning[] {
  const f = faultsTolerated(n);
  const quorum = quorumOf(n);
  if (f === 0) {
    const lost = n - quorum + 1;
    return [
      {
        code: "ToleratesNoFault",
        message: `${n} ${n === 1 ? "validator tolerates" : "validators tolerate"} no faulty one (f = floor((${n} - 1) / 3) = 0, quorum ceil(2 * ${n} / 3) = ${quorum}): the chain halts when ${lost} ${lost === 1 ? "stops" : "stop"}; 4 tolerate one.`,
      },
    ];
  }
  if (n === 3 * f + 1) return [];
  return [
    {
      code: "ValidatorsInVain",
      message: `${n} validators tolerate ${f} faulty (f = floor((${n} - 1) / 3) = ${f}), as ${3 * f + 1} do, and need ${quorum} to agree instead of ${quorumOf(3 * f + 1)}; ${3 * f + 1} or ${3 * f + 4} are 3f + 1.`,
    },
  ];
}

function shareWarnings(name: string, held: number, n: number): FoundingWarning[] {
  const quorum = quorumOf(n);
  const halting = n - quorum + 1;
  const warnings: FoundingWarning[] = [];
  if (held >= halting) {
    warnings.push({
      code: "OrganisationCanHalt",
      message: `${name} holds ${held} of ${n} validators and can halt the chain alone: a block needs ${quorum}, so ${halting} (${n} - ${quorum} + 1) that stop are enough.`,
    });
  }
  if (2 * held > n) {
    warnings.push({
      code: "OrganisationCanRewrite",
      message: `${name} holds ${held} of ${n} validators and can add and remove validators alone: more than half, ${Math.floor(n / 2) + 1}, vote for that.`,
    });
  }
  return warnings;
}

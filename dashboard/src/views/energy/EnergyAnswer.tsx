import type { Overview } from "../../../../api/types.js";
import { Facts } from "../../components/Facts.js";
import { ProofMark } from "../../components/ProofMark.js";
import { Answer } from "../../components/ViewHead.js";
import { useFormats } from "../../format/useFormats.js";
import { useTexts } from "../../texts/useTexts.js";

function marked(value: string, what: string, state: "anchored" | "settled") {
  return (
    <span className="marked">
      {value}
      <ProofMark state={state} what={what} />
    </span>
  );
}

/** What was earned, for how much energy, and what stands around it. */
export function EnergyAnswer({ overview }: { readonly overview: Overview }) {
  const { energy } = useTexts();
  const formats = useFormats();
  const { settlement, token } = overview;
  if (settlement.intervals === 0) {
    return (
      <Answer tone="quiet" note={energy.nothingYetNote}>
        {energy.nothingYet}
      </Answer>
    );
  }
  return (
    <>
      <Answer
        note={energy.answerNote(formats.kWh(settlement.settledWh))}
        mark={<ProofMark state="settled" what={energy.answerWhat} claim={{ kind: "settlement" }} worded />}
      >
        <span title={formats.exactMoney(settlement.paid)}>{formats.money(settlement.paid)}</span>
      </Answer>
      <Facts
        label={energy.facts}
        facts={[
          { name: energy.fedIn, value: marked(formats.kWh(settlement.exportWh), energy.fedIn, "anchored") },
          { name: energy.taken, value: marked(formats.kWh(settlement.importWh), energy.taken, "anchored") },
          {
            name: energy.uncovered,
            value: marked(formats.kWh(settlement.unsettledWh), energy.uncovered, "settled"),
            hint: energy.uncoveredHint,
          },
          ...(BigInt(settlement.gridWh) > 0n
            ? [
                {
                  name: energy.fromGrid,
                  value: marked(
                    `${formats.kWh(settlement.gridWh)} · ${formats.money(settlement.gridPaid)}`,
                    energy.fromGrid,
                    "settled",
                  ),
                  hint: energy.fromGridHint,
                },
              ]
            : []),
          ...(BigInt(settlement.owed) > 0n
            ? [
                {
                  name: energy.claims,
                  value: marked(formats.money(settlement.owed), energy.claims, "settled"),
                  hint: energy.claimsHint,
                },
              ]
            : []),
          { name: energy.intervals, value: marked(formats.count(settlement.intervals), energy.intervals, "settled") },
          {
            name: energy.supply,
            value: <span title={formats.exactMoney(token.totalSupply)}>{formats.money(token.totalSupply)}</span>,
          },
          {
            name: energy.reserves,
            value: (
              <span title={formats.exactMoney(token.attestedReserves)}>{formats.money(token.attestedReserves)}</span>
            ),
          },
        ]}
      />
    </>
  );
}

import type { Overview } from "../../../../api/types.js";
import { Facts } from "../../components/Facts.js";
import { ProofMark } from "../../components/ProofMark.js";
import { Answer } from "../../components/ViewHead.js";
import { useFormats } from "../../format/useFormats.js";
import { useTexts } from "../../texts/useTexts.js";

/** What was earned, for how much energy, and what stands around it. */
export function EnergyAnswer({ overview }: { readonly overview: Overview }) {
  const { energy } = useTexts();
  const formats = useFormats();
  const { settlement, token } = overview;
  if (settlement.intervals === 0) return <Answer tone="quiet">{energy.nothingYet}</Answer>;
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
          { name: energy.fedIn, value: formats.kWh(settlement.exportWh) },
          { name: energy.taken, value: formats.kWh(settlement.importWh) },
          { name: energy.uncovered, value: formats.kWh(settlement.unsettledWh), hint: energy.uncoveredHint },
          { name: energy.intervals, value: formats.count(settlement.intervals) },
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

import { Fragment, useState } from "react";
import type { Agreement } from "../../../../api/types.js";
import { Empty } from "../../components/Empty.js";
import { Moment } from "../../components/Moment.js";
import { ProofMark } from "../../components/ProofMark.js";
import { useFormats } from "../../format/useFormats.js";
import { useTexts } from "../../texts/useTexts.js";
import { Deliveries } from "./Deliveries.js";

const COLUMNS = 6;

function Parties({ agreement }: { readonly agreement: Agreement }) {
  const { energy } = useTexts();
  return (
    <span className="parties">
      {agreement.supplierLabel}
      <span aria-hidden="true"> → </span>
      <span className="visually-hidden"> – </span>
      {agreement.consumerLabel}
      {agreement.kind === "grid" ? <span className="sub">{energy.agreements.grid}</span> : null}
      {agreement.endS === agreement.signedEndS ? null : <span className="sub">{energy.agreements.ended}</span>}
    </span>
  );
}

function AgreementRow({ agreement }: { readonly agreement: Agreement }) {
  const { energy } = useTexts();
  const formats = useFormats();
  const [opened, setOpened] = useState(false);
  const parties = `${agreement.supplierLabel} – ${agreement.consumerLabel}`;
  const price = `${formats.price(agreement.pricePerKWh)}/kWh`;
  return (
    <Fragment>
      <tr>
        <th scope="row">
          <button
            type="button"
            className="expander"
            aria-expanded={opened}
            aria-label={energy.agreements.open(parties)}
            onClick={() => setOpened(!opened)}
          >
            <span className="chevron" aria-hidden="true" />
            <Parties agreement={agreement} />
          </button>
          <span className="sub only-narrow">{price}</span>
        </th>
        <td className="only-wide">
          <Moment timestampS={agreement.startS} show="day" /> – <Moment timestampS={agreement.endS} show="day" />
        </td>
        <td className="number only-wide">{price}</td>
        <td className="number only-wide">{formats.count(agreement.intervals)}</td>
        <td className="number">
          {formats.kWh(agreement.deliveredWh)}
          <span className="sub only-narrow" title={formats.exactMoney(agreement.paid)}>
            {formats.money(agreement.paid)}
          </span>
        </td>
        <td className="number">
          <span className="marked">
            <span className="only-wide">
              <span title={formats.exactMoney(agreement.paid)}>{formats.money(agreement.paid)}</span>
              {BigInt(agreement.owed) > 0n ? (
                <span className="sub">
                  {energy.agreements.owed} {formats.money(agreement.owed)}
                </span>
              ) : null}
            </span>
            {agreement.intervals > 0 ? (
              <ProofMark state="settled" what={parties} claim={{ kind: "agreement", id: agreement.id }} />
            ) : null}
          </span>
        </td>
      </tr>
      {opened ? (
        <tr className="inset">
          <td colSpan={COLUMNS}>
            <Deliveries agreement={agreement} />
          </td>
        </tr>
      ) : null}
    </Fragment>
  );
}

/** Every agreement with what it delivered and what was paid for it. */
export function AgreementsTable({ agreements }: { readonly agreements: readonly Agreement[] }) {
  const { energy, common } = useTexts();
  if (agreements.length === 0) return <Empty>{energy.agreements.empty}</Empty>;
  return (
    <table>
      <caption className="visually-hidden">{energy.agreements.caption}</caption>
      <thead>
        <tr>
          <th scope="col">{energy.agreements.parties}</th>
          <th scope="col" className="only-wide">
            {energy.agreements.window}
          </th>
          <th scope="col" className="number only-wide">
            {energy.agreements.price}
          </th>
          <th scope="col" className="number only-wide">
            {energy.agreements.intervals}
          </th>
          <th scope="col" className="number">
            {energy.agreements.delivered}
            <span className="sub only-narrow">{energy.agreements.paid}</span>
          </th>
          <th scope="col" className="number">
            <span className="only-wide">{energy.agreements.paid}</span>
            <span className="visually-hidden"> {common.proofState}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {agreements.map((agreement) => (
          <AgreementRow key={agreement.id} agreement={agreement} />
        ))}
      </tbody>
    </table>
  );
}

import type { Meter } from "../../../../api/types.js";
import { Empty } from "../../components/Empty.js";
import { ProofMark } from "../../components/ProofMark.js";
import { useFormats } from "../../format/useFormats.js";
import { formatRoute } from "../../routes.js";
import { useTexts } from "../../texts/useTexts.js";

/** Every meter beside the others, with its energy and money. */
export function HomesTable({ meters }: { readonly meters: readonly Meter[] }) {
  const { energy, common } = useTexts();
  const formats = useFormats();
  if (meters.length === 0) return <Empty>{energy.homes.empty}</Empty>;
  const orDash = (amount: string) => (BigInt(amount) === 0n ? "–" : formats.money(amount));
  return (
    <table>
      <caption className="visually-hidden">{energy.homes.caption}</caption>
      <thead>
        <tr>
          <th scope="col">{energy.homes.meter}</th>
          <th scope="col" className="number">
            {energy.homes.fedIn}
            <span className="sub only-narrow">{energy.homes.taken}</span>
          </th>
          <th scope="col" className="number only-wide">
            {energy.homes.taken}
          </th>
          <th scope="col" className="number">
            {energy.homes.earned}
            <span className="sub only-narrow">{energy.homes.spent}</span>
          </th>
          <th scope="col" className="number only-wide">
            {energy.homes.spent}
          </th>
          <th scope="col" className="mark-column">
            <span className="visually-hidden">{common.proofState}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {meters.map((meter) => (
          <tr key={meter.device}>
            <th scope="row">
              <a
                href={formatRoute({ view: "energy", subject: meter.device })}
                aria-label={energy.homes.show(meter.label)}
                onClick={() => document.getElementById("chart-title")?.scrollIntoView({ behavior: "smooth" })}
              >
                {meter.label}
              </a>{" "}
              <span className="quiet small role">{energy.homes.roles[meter.role ?? "none"]}</span>
            </th>
            <td className="number">
              {formats.kWh(meter.exportWh)}
              <span className="sub only-narrow">{formats.kWh(meter.importWh)}</span>
            </td>
            <td className="number only-wide">{formats.kWh(meter.importWh)}</td>
            <td className="number">
              <span title={formats.exactMoney(meter.earned)}>{orDash(meter.earned)}</span>
              <span className="sub only-narrow">{orDash(meter.spent)}</span>
            </td>
            <td className="number only-wide">
              <span title={formats.exactMoney(meter.spent)}>{orDash(meter.spent)}</span>
            </td>
            <td className="mark-column">
              {BigInt(meter.earned) + BigInt(meter.spent) > 0n ? (
                <ProofMark state="settled" what={meter.label} claim={{ kind: "meter", id: meter.device }} />
              ) : (
                <ProofMark state="anchored" what={meter.label} />
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

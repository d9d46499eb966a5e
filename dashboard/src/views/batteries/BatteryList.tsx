import type { Battery } from "../../../../api/types.js";
import { ProofMark } from "../../components/ProofMark.js";
import { useFormats } from "../../format/useFormats.js";
import { formatRoute } from "../../routes.js";
import { useTexts } from "../../texts/useTexts.js";

interface BatteryListProps {
  readonly batteries: readonly Battery[];
  /** Identifier of the battery that is shown beside the list. */
  readonly chosen: string | undefined;
}

/** Every battery with its health and cycles; choosing one shows it. */
export function BatteryList({ batteries, chosen }: BatteryListProps) {
  const { batteries: texts } = useTexts();
  const formats = useFormats();
  return (
    <table className="pick">
      <caption className="visually-hidden">{texts.list.caption}</caption>
      <thead>
        <tr>
          <th scope="col">{texts.list.battery}</th>
          <th scope="col" className="number">
            {texts.list.health}
          </th>
          <th scope="col" className="number">
            {texts.list.cycles}
          </th>
        </tr>
      </thead>
      <tbody>
        {batteries.map(({ batteryPassportIdentifier: id, stateOfHealth, numberOfFullCycles }) => (
          <tr key={id} data-chosen={id === chosen}>
            <th scope="row">
              <a
                href={formatRoute({ view: "batteries", subject: id })}
                aria-current={id === chosen ? "true" : undefined}
                aria-label={texts.list.select(id)}
              >
                {id}
              </a>
            </th>
            <td className="number">
              {stateOfHealth === null ? (
                "–"
              ) : (
                <span className="marked">
                  {formats.percent(stateOfHealth)}
                  <ProofMark state="anchored" what={id} />
                </span>
              )}
            </td>
            <td className="number">{formats.count(numberOfFullCycles)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

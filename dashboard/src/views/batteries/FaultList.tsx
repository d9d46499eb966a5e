import { useFormats } from "../../format/useFormats.js";
import { useTexts } from "../../texts/useTexts.js";
import type { FaultGroup } from "../../verify/judgement.js";

function Fault({ code, count, places }: FaultGroup) {
  const { report, faults } = useTexts();
  const formats = useFormats();
  const { meaning, next } = faults[code];
  const more = count - places.length;
  return (
    <li className="fault" data-code={code}>
      <p className="fault-head">
        <strong className="mono">{code}</strong>
        <span className="fault-count">{report.faults(count, formats.count(count))}</span>
      </p>
      <p>{meaning}</p>
      <p>
        <span className="quiet">{report.faultList.whatToDo}</span> {next}
      </p>
      <ul className="fault-places small quiet" lang="en">
        {places.map(({ message }, index) => (
          // Places of one code never change; two may read alike.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <li key={index}>{message}</li>
        ))}
        {more > 0 ? <li>{report.faultList.more(formats.count(more))}</li> : null}
      </ul>
    </li>
  );
}

/** Faults by code: what each means, what to do about it, and where it was found first. */
export function FaultList({ faults }: { readonly faults: readonly FaultGroup[] }) {
  return (
    <ul className="faults">
      {faults.map((group) => (
        <Fault key={group.code} {...group} />
      ))}
    </ul>
  );
}

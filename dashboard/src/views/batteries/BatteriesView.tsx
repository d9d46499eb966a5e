import type { Battery } from "../../../../api/types.js";
import { Empty } from "../../components/Empty.js";
import { Loaded } from "../../components/Loaded.js";
import { Skeleton } from "../../components/Skeleton.js";
import { Answer, ViewHead } from "../../components/ViewHead.js";
import { WhoSees } from "../../components/WhoSees.js";
import { useResource } from "../../data/resources.js";
import { TrustForm } from "../../panel/TrustForm.js";
import { useTexts } from "../../texts/useTexts.js";
import { BatteryDetail } from "./BatteryDetail.js";
import { BatteryList } from "./BatteryList.js";
import { FileCheck } from "./FileCheck.js";
import { TrustAnswer } from "./TrustAnswer.js";

const BATTERIES = "api/batteries";

/** Can I trust this battery? */
export function BatteriesView({ battery: chosen }: { readonly battery: string | undefined }) {
  const { batteries: texts } = useTexts();
  const batteries = useResource<Battery[]>(BATTERIES);
  const all = batteries.data ?? [];
  const battery = all.find(({ batteryPassportIdentifier }) => batteryPassportIdentifier === chosen) ?? all[0];
  return (
    <>
      <ViewHead question={texts.question}>
        <Loaded resource={batteries} path={BATTERIES} skeleton={<Skeleton shape="answer" />}>
          {() => (battery ? <TrustAnswer battery={battery} /> : <Answer tone="quiet">{texts.empty}</Answer>)}
        </Loaded>
      </ViewHead>
      <div className="beside">
        <section className="beside-list" aria-labelledby="battery-list-title" data-testid="battery-list">
          <h2 id="battery-list-title">{texts.list.title}</h2>
          <Loaded resource={batteries} path={BATTERIES} brief skeleton={<Skeleton shape="table" rows={3} />}>
            {(data) =>
              data.length === 0 ? (
                <Empty>{texts.list.empty}</Empty>
              ) : (
                <BatteryList batteries={data} chosen={battery?.batteryPassportIdentifier} />
              )
            }
          </Loaded>
        </section>
        <div className="beside-detail">{battery ? <BatteryDetail battery={battery} /> : null}</div>
      </div>
      <FileCheck />
      <TrustForm />
      <WhoSees>{texts.whoSees}</WhoSees>
    </>
  );
}

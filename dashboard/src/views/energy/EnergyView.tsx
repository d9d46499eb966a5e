import type { Agreement, Meter, Overview } from "../../../../api/types.js";
import { Loaded } from "../../components/Loaded.js";
import { Skeleton } from "../../components/Skeleton.js";
import { ViewHead } from "../../components/ViewHead.js";
import { WhoSees } from "../../components/WhoSees.js";
import { useResource } from "../../data/resources.js";
import { useTexts } from "../../texts/useTexts.js";
import { AgreementsTable } from "./AgreementsTable.js";
import { EnergyAnswer } from "./EnergyAnswer.js";
import { HomesTable } from "./HomesTable.js";
import { MeterSection } from "./MeterSection.js";

const OVERVIEW = "api/overview";
const METERS = "api/meters";
const AGREEMENTS = "api/agreements";

/** What did the neighbourhood's roofs earn? */
export function EnergyView({ meter }: { readonly meter: string | undefined }) {
  const { energy } = useTexts();
  const overview = useResource<Overview>(OVERVIEW);
  const meters = useResource<Meter[]>(METERS);
  const agreements = useResource<Agreement[]>(AGREEMENTS);
  return (
    <>
      <ViewHead question={energy.question}>
        <Loaded
          resource={overview}
          path={OVERVIEW}
          skeleton={
            <>
              <Skeleton shape="answer" />
              <Skeleton shape="facts" />
            </>
          }
        >
          {(data) => <EnergyAnswer overview={data} />}
        </Loaded>
      </ViewHead>
      <Loaded
        resource={meters}
        path={METERS}
        brief={meters.failure?.kind === "offline"}
        skeleton={<Skeleton shape="chart" />}
      >
        {(data) => <MeterSection meters={data} chosen={meter} />}
      </Loaded>
      <section className="section" aria-labelledby="agreements-title">
        <h2 id="agreements-title">{energy.agreements.title}</h2>
        <Loaded
          resource={agreements}
          path={AGREEMENTS}
          brief={agreements.failure?.kind === "offline"}
          skeleton={<Skeleton shape="table" />}
        >
          {(data) => <AgreementsTable agreements={data} />}
        </Loaded>
      </section>
      <section className="section" aria-labelledby="homes-title">
        <h2 id="homes-title">{energy.homes.title}</h2>
        <Loaded
          resource={meters}
          path={METERS}
          brief={meters.failure?.kind === "offline"}
          skeleton={<Skeleton shape="table" rows={8} />}
        >
          {(data) => <HomesTable meters={data} />}
        </Loaded>
      </section>
      <WhoSees>{energy.whoSees}</WhoSees>
    </>
  );
}

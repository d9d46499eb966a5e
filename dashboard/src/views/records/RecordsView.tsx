import type { Batch, Overview, PipelineCounts, Rejection } from "../../../../api/types.js";
import { Loaded } from "../../components/Loaded.js";
import { Skeleton } from "../../components/Skeleton.js";
import { Answer, ViewHead } from "../../components/ViewHead.js";
import { WhoSees } from "../../components/WhoSees.js";
import { useResource } from "../../data/resources.js";
import { useFormats } from "../../format/useFormats.js";
import { useTexts } from "../../texts/useTexts.js";
import { BatchesTable } from "./BatchesTable.js";
import { PathTable } from "./PathTable.js";
import { RejectionsTable } from "./RejectionsTable.js";

const OVERVIEW = "api/overview";
const REJECTIONS = "api/rejections";
const BATCHES = "api/batches";

function RecordsAnswer({ pipeline }: { readonly pipeline: PipelineCounts }) {
  const { records: texts } = useTexts();
  const formats = useFormats();
  const all = Object.values(pipeline).reduce((sum, count) => sum + count, 0);
  if (all === 0) {
    return (
      <Answer tone="quiet" note={texts.nothingYetNote}>
        {texts.nothingYet}
      </Answer>
    );
  }
  const clean = pipeline.rejected === 0 && pipeline.delayed === 0;
  return (
    <Answer
      note={clean ? texts.noneRejected : texts.some(formats.count(pipeline.rejected), formats.count(pipeline.delayed))}
    >
      {texts.answer(formats.count(pipeline.anchored))}
    </Answer>
  );
}

/** What became of every record? */
export function RecordsView() {
  const { records: texts } = useTexts();
  const overview = useResource<Overview>(OVERVIEW);
  const rejections = useResource<Rejection[]>(REJECTIONS);
  const batches = useResource<Batch[]>(BATCHES);
  return (
    <>
      <ViewHead question={texts.question}>
        <Loaded resource={overview} path={OVERVIEW} skeleton={<Skeleton shape="answer" />}>
          {({ pipeline }) => <RecordsAnswer pipeline={pipeline} />}
        </Loaded>
      </ViewHead>
      <section className="section" aria-labelledby="path-title">
        <h2 id="path-title">{texts.path.title}</h2>
        <Loaded resource={overview} path={OVERVIEW} brief skeleton={<Skeleton shape="table" rows={8} />}>
          {({ pipeline }) => <PathTable pipeline={pipeline} />}
        </Loaded>
      </section>
      <section className="section" aria-labelledby="rejections-title">
        <h2 id="rejections-title">{texts.rejections.title}</h2>
        <Loaded
          resource={rejections}
          path={REJECTIONS}
          brief={rejections.failure?.kind === "offline"}
          skeleton={<Skeleton shape="table" rows={2} />}
        >
          {(data) => <RejectionsTable rejections={data} />}
        </Loaded>
      </section>
      <section className="section" aria-labelledby="batches-title">
        <h2 id="batches-title">{texts.batches.title}</h2>
        <Loaded
          resource={batches}
          path={BATCHES}
          brief={batches.failure?.kind === "offline"}
          skeleton={<Skeleton shape="table" />}
        >
          {(data) => <BatchesTable batches={data} />}
        </Loaded>
      </section>
      <WhoSees>{texts.whoSees}</WhoSees>
    </>
  );
}

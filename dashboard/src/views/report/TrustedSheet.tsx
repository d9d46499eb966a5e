import { Moment } from "../../components/Moment.js";
import { formatBytes } from "../../format/amounts.js";
import { numberFormat } from "../../format/numbers.js";
import { useFormats } from "../../format/useFormats.js";
import { useTexts } from "../../texts/useTexts.js";
import type { Judgement } from "../../verify/judgement.js";
import { FullId } from "./FullId.js";
import { Sheet } from "./Sheet.js";

interface TrustedSheetProps {
  readonly judgement: Judgement;
  /** Name and version of the method, where it gave an estimate. */
  readonly method: string | undefined;
}

/** What the report rests on: chain, directory, block, the file itself and the method; enough to do it all again. */
export function TrustedSheet({ judgement, method }: TrustedSheetProps) {
  const { verify, dossier } = useTexts();
  const texts = dossier.trusted;
  const formats = useFormats();
  const { trusted, file, tookMs } = judgement;
  const { from, block } = trusted;
  const seconds = numberFormat(formats.locale, { maximumFractionDigits: 2 }).format(tookMs / 1_000);
  return (
    <section className="section" aria-labelledby="trusted-title" data-testid="report-trusted">
      <h2 id="trusted-title">{texts.title}</h2>
      <p className="section-intro">
        {texts.note} {verify.unsealed}
      </p>
      <Sheet
        rows={[
          {
            name: texts.source,
            value: from.kind === "chain" ? texts.node(from.rpcUrl) : texts.rootsFile(from.name),
          },
          { name: texts.chain, value: trusted.chainId.toString() },
          { name: texts.genesis, value: <FullId id={trusted.genesisHash} what={texts.genesis} /> },
          { name: texts.directory, value: <FullId id={trusted.directory} what={texts.directory} /> },
          {
            name: texts.block,
            value: (
              <>
                {formats.count(block.number)}, <Moment timestampS={block.timestampS.toString()} />
              </>
            ),
          },
          { name: texts.blockHash, value: <FullId id={block.hash} what={texts.blockHash} /> },
          { name: texts.file, value: texts.fileSize(file.name, formatBytes(file.sizeBytes, formats.locale)) },
          { name: texts.sha256, value: <span className="mono">{file.sha256.slice(2)}</span> },
          method === undefined ? null : { name: texts.method, value: <span className="mono">{method}</span> },
          { name: texts.took, value: texts.seconds(seconds) },
        ]}
      />
    </section>
  );
}

import { IconCircleCheck, IconHelpCircle, IconMathMax, IconScale } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { otherProofs, proofsOf, rulingOf, type Reply, type Sentence } from "./answer";
import classes from "./Answer.module.css";
import { EvidenceChip } from "./EvidenceChip";
import { useRoleName } from "./useRoleName";

const SHAPES = {
  proven: IconCircleCheck,
  hypothesis: IconHelpCircle,
  estimate: IconMathMax,
  no_claim: IconScale,
} as const;

/** What one specialist answered: each sentence with its proof, and what was struck, with why. */
export function ReplyShown({ reply }: { reply: Reply }) {
  const { t } = useTranslation("components");
  const name = useRoleName();
  const others = otherProofs(reply);
  return (
    <section className={classes.reply} aria-label={name(reply.role)}>
      <header className={classes.who}>
        <b>{name(reply.role)}</b>
        <span className={classes.voice}>
          {reply.voice === "rules" ? t("answer.rules") : t("answer.model", { voice: reply.voice })}
        </span>
      </header>
      {reply.absent && (
        <p className={`hx-unknown ${classes.absent ?? ""}`}>
          <b>{t("answer.absent")}:</b> {reply.absent}
        </p>
      )}
      <ul className={classes.sentences}>
        {reply.sentences.map((one, at) => (
          <SentenceShown key={at} sentence={one} reply={reply} />
        ))}
      </ul>
      {others.length > 0 && (
        <div className={classes.chips} role="group" aria-label={t("answer.proof")}>
          {others.map((one) => (
            <EvidenceChip key={one.key} proof={one} />
          ))}
        </div>
      )}
      {!reply.absent && !reply.sentences.length && (
        <p className={classes.soft}>{t("answer.nothing")}</p>
      )}
      <StruckShown reply={reply} />
    </section>
  );
}

function SentenceShown({ sentence, reply }: { sentence: Sentence; reply: Reply }) {
  const { t } = useTranslation("components");
  const ruling = rulingOf(sentence.ruling);
  const Shape = SHAPES[ruling];
  const proofs = proofsOf(sentence, reply);
  return (
    <li className={classes.sentence}>
      <span className={classes.ruling} data-ruling={ruling} title={t(`answer.${ruling}`)}>
        <Shape size={16} stroke={1.8} aria-hidden />
        <span className="hx-hidden">{t(`answer.${ruling}`)}: </span>
      </span>
      <div>
        <span className={classes.words}>{sentence.words.trim()}</span>
        {ruling !== "proven" && ruling !== "no_claim" && (
          <span className={classes.mark}>{t(`answer.${ruling}`)}</span>
        )}
        {proofs.length > 0 && (
          <div className={classes.chips}>
            {proofs.map((one) => (
              <EvidenceChip key={one.key} proof={one} />
            ))}
          </div>
        )}
      </div>
    </li>
  );
}

function StruckShown({ reply }: { reply: Reply }) {
  const { t } = useTranslation("components");
  if (!reply.struck.length) return null;
  return (
    <details className={classes.struck} open={reply.struck.length <= 2}>
      <summary>{t("answer.struck", { count: reply.struck.length })}</summary>
      <ul>
        {reply.struck.map((one, at) => (
          <li key={at}>
            <s>{one.words}</s> <span className={classes.soft}>{one.reason}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

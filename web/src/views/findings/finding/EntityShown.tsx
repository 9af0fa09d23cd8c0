import { useTranslation } from "react-i18next";
import type { TFunction } from "i18next";
import { percent } from "@/lib/format";
import { moment } from "@/lib/time";
import classes from "./Finding.module.css";
import type { Entity } from "./told";

/** Who does it or suffers from it, as precisely as it is known. */
export function EntityShown({ role, entity }: { role: string; entity: Entity }) {
  const { t } = useTranslation("findings");
  return (
    <div className={classes.entity}>
      <span className={classes.role}>{role}</span>
      <strong>{entity.name}</strong>{" "}
      <span className={classes.soft}>
        {t(`kinds.${entity.kind}`, entity.kind)}
        {entity.share !== null && ` · ${t("share", { share: percent(entity.share) })}`}
      </span>
      <dl className={classes.identity}>
        {factsOf(entity, t).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd title={value} tabIndex={0}>
              {value}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

/** Name and value of everything that tells who it is; empty ones left out. */
function factsOf(entity: Entity, t: TFunction<"findings">): [string, string][] {
  const { identity, pids = [] } = entity;
  const all: [string, string][] = [
    ["PID", pids.length > 1 ? pids.join(", ") : String(entity.pid ?? "")],
    [t("identity.unit"), identity?.unit ?? ""],
    [
      t("identity.container"),
      [identity?.container_name, identity?.container].filter(Boolean).join(" · "),
    ],
    [t("identity.image"), identity?.image ?? ""],
    ["Pod", [identity?.namespace, identity?.pod].filter(Boolean).join("/")],
    [t("identity.owner"), identity?.owner ?? ""],
    [t("identity.started"), identity?.started ? moment(identity.started) : ""],
    [t("identity.command"), identity?.command ?? ""],
    [t("identity.path"), identity?.command ? "" : entity.path],
  ];
  return all.filter(([, value]) => value !== "");
}

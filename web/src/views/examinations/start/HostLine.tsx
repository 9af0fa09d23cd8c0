import { useTranslation } from "react-i18next";
import type { Report } from "@/api/report";
import { seconds, size } from "@/lib/format";
import { moment } from "@/lib/time";
import classes from "./HostLine.module.css";

/** What host this is, and when, how long and with which rights it was looked at. */
export function HostLine({ report }: { report: Report }) {
  const { t } = useTranslation("examinations");
  const { host, window: looked, time } = report;
  const facts = [
    host.distribution,
    host.kernel && `Linux ${host.kernel}`,
    t("host.cpus", { count: host.cpus }),
    t("host.memory", { size: size(host.memory_bytes) }),
    [host.virtualization, host.container, host.cloud, host.instance_type]
      .filter(Boolean)
      .join(", "),
    t("host.when", { time: moment(time) }),
    t("host.window", { time: seconds(looked.seconds) }),
    host.privileged ? t("host.privileged") : t("host.unprivileged"),
  ].filter(Boolean);
  return (
    <span className={classes.facts}>
      {facts.map((one) => (
        <span key={one}>{one}</span>
      ))}
    </span>
  );
}

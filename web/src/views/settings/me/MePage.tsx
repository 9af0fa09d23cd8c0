import { Badge, Group } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useMe, type Me } from "@/api/queries";
import { Sheet } from "@/components/Sheet";
import { inWords } from "../logic/permissions";
import { Section } from "../parts/Section";
import { OwnSessions } from "./OwnSessions";
import { OwnTokens } from "./OwnTokens";
import { Password } from "./Password";
import { Preferences } from "./Preferences";
import { Totp } from "./Totp";

/** One's own account: what one may, how one proves who one is, and what one prefers. */
export default function MePage() {
  const me = useMe();
  return (
    <Section name="me">
      {me && (
        <>
          <Who me={me} />
          <Preferences />
          {me.kind === "user" && (
            <>
              <Password name={me.name} />
              <Totp me={me} />
              <OwnSessions />
              <OwnTokens me={me} />
            </>
          )}
        </>
      )}
    </Section>
  );
}

function Who({ me }: { me: Me }) {
  const { t } = useTranslation("settings");
  return (
    <Sheet title={me.name} aside={t("me.tenant", { tenant: me.tenant })}>
      <Group gap={6} mb={8}>
        {me.roles.map((one) => (
          <Badge key={one} variant="default" tt="none" radius="sm">
            {one}
          </Badge>
        ))}
        {me.instance && (
          <Badge variant="default" tt="none" radius="sm">
            {t("users.instance")}
          </Badge>
        )}
      </Group>
      <details>
        <summary>{t("me.mayTitle")}</summary>
        <ul>
          {me.permissions.map((one) => (
            <li key={one}>{inWords(one, t)}</li>
          ))}
        </ul>
      </details>
    </Sheet>
  );
}

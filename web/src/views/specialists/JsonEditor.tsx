import { Button } from "@mantine/core";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { bracketMatching } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { EditorView, keymap, lineNumbers } from "@codemirror/view";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { definitionOf, formOf, type SpecialistForm } from "./definition";
import classes from "./Specialists.module.css";

interface JsonEditorProps {
  form: SpecialistForm;
  onChange: (form: SpecialistForm) => void;
  /** The name that stays, of one that is kept. */
  name: string | undefined;
}

/** In our colours, light and dark. */
const LOOK = EditorView.theme({
  "&": { color: "var(--hx-ink)", backgroundColor: "var(--hx-well)" },
  ".cm-content": { caretColor: "var(--hx-ink)" },
  ".cm-cursor": { borderLeftColor: "var(--hx-ink)" },
  ".cm-gutters": {
    color: "var(--hx-soft)",
    backgroundColor: "var(--hx-sheet)",
    borderRightColor: "var(--hx-line)",
  },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--hx-accent-well)" },
});

/** The style sheet of the editor has the nonce of this page, as its policy wants. */
function nonce(): string {
  return document.querySelector<HTMLMetaElement>("meta[property=csp-nonce]")?.nonce ?? "";
}

/** A definition as JSON, to be written by hand; it becomes the form's when it is taken over. */
export default function JsonEditor({ form, onChange, name }: JsonEditorProps) {
  const { t } = useTranslation("specialists");
  const box = useRef<HTMLDivElement>(null);
  const editor = useRef<EditorView | null>(null);
  const [wrong, setWrong] = useState("");
  const [start] = useState(() => JSON.stringify(definitionOf(form), null, 2));
  const label = t("json");
  useEffect(() => {
    if (!box.current) return;
    const state = EditorState.create({
      doc: start,
      extensions: [
        EditorView.cspNonce.of(nonce()),
        lineNumbers(),
        history(),
        bracketMatching(),
        json(),
        LOOK,
        keymap.of([...defaultKeymap, ...historyKeymap]),
        EditorView.contentAttributes.of({ "aria-label": label }),
      ],
    });
    const view = new EditorView({ state, parent: box.current });
    editor.current = view;
    return () => view.destroy();
  }, [start, label]);
  const take = () => {
    try {
      const told: unknown = JSON.parse(editor.current?.state.doc.toString() ?? "");
      const next = formOf(told);
      onChange(name === undefined ? next : { ...next, name });
      setWrong("");
    } catch (error) {
      setWrong(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <div className={classes.stack}>
      <div ref={box} className={classes.code} />
      {wrong && <p role="alert">{wrong}</p>}
      <Button variant="default" size="compact-md" fz={14} className={classes.start} onClick={take}>
        {t("takeOver")}
      </Button>
    </div>
  );
}

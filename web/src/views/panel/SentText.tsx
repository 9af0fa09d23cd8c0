import { EditorState, RangeSetBuilder } from "@codemirror/state";
import {
  Decoration,
  drawSelection,
  EditorView,
  highlightSpecialChars,
  lineNumbers,
} from "@codemirror/view";
import { TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { foundIn } from "./find";
import { hiddenIn } from "./sent";
import classes from "./Sent.module.css";

/** A long text to read and to search; what was hidden in it is marked. */
export default function SentText({ text, label }: { text: string; label: string }) {
  const { t } = useTranslation("panel");
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const [wanted, setWanted] = useState("");
  const [at, setAt] = useState(0);
  useEffect(() => {
    if (!place.current) return;
    const made = editor(place.current, text, label);
    view.current = made;
    return () => made.destroy();
  }, [text, label]);
  const found = foundIn(text, wanted);
  const go = (next: number) => {
    const one = found[((next % found.length) + found.length) % found.length];
    setAt(found.length ? ((next % found.length) + found.length) % found.length : 0);
    if (one === undefined) return;
    view.current?.dispatch({
      selection: { anchor: one, head: one + wanted.length },
      effects: EditorView.scrollIntoView(one, { y: "center" }),
    });
  };
  return (
    <div>
      <div className={classes.find}>
        <TextInput
          size="xs"
          leftSection={<IconSearch size={14} aria-hidden />}
          placeholder={t("sent.find")}
          aria-label={t("sent.find")}
          value={wanted}
          onChange={(event) => {
            setWanted(event.currentTarget.value);
            setAt(0);
          }}
          onKeyDown={(event) => {
            if (event.key === "Enter") go(at + (event.shiftKey ? -1 : wanted ? 1 : 0));
          }}
        />
        <span aria-live="polite">
          {wanted && t("sent.found", { count: found.length, at: found.length ? at + 1 : 0 })}
        </span>
      </div>
      <div ref={place} className={classes.text} />
    </div>
  );
}

const HIDDEN = Decoration.mark({ class: "hx-veiled" });

function editor(parent: HTMLElement, text: string, label: string): EditorView {
  const marks = new RangeSetBuilder<Decoration>();
  for (const [from, to] of hiddenIn(text)) marks.add(from, to, HIDDEN);
  const made = new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(),
        highlightSpecialChars(),
        drawSelection(),
        EditorView.lineWrapping,
        EditorState.readOnly.of(true),
        EditorView.editable.of(false),
        EditorView.editorAttributes.of({ class: classes.editor ?? "" }),
        EditorView.contentAttributes.of({ "aria-label": label, "aria-readonly": "true" }),
        EditorView.decorations.of(marks.finish()),
        EditorView.cspNonce.of(nonce()),
      ],
    }),
  });
  made.scrollDOM.tabIndex = 0; // it scrolls by keyboard
  return made;
}

/** The page's word for styles that scripts make: the content security policy asks for it. */
function nonce(): string {
  return (
    document.querySelector<HTMLElement>("script[nonce], style[nonce], link[nonce]")?.nonce ?? ""
  );
}

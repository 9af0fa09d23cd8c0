/**
 * What a view offers. A folder `views/NAME/` has a file `view.ts` that exports `view`: adding one
 * touches no other file.
 */
import type { Icon } from "@tabler/icons-react";
import type { ComponentType } from "react";
import type { Me } from "@/api/queries";

/** One address of a view. */
export interface Place {
  /** As TanStack Router writes paths: `/hosts/$host`. */
  path: string;
  /** Loaded when somebody goes there; the module's default export is shown. */
  page: () => Promise<{ default: ComponentType }>;
}

/** An entry of the navigation and of the command palette. */
export interface Entry {
  /** Its word: a key of the view's own namespace. */
  word: string;
  to: string;
  icon: Icon;
  /** Lower comes first. */
  order: number;
  /** The heading below which it stands. */
  group: "see" | "look" | "work" | "settings";
  /** Only for who may do this. */
  needs?: [verb: string, resource: string];
  /** A second key after `g` that goes there. */
  key?: string;
  /** Only in the palette, not in the navigation. */
  hidden?: boolean;
}

/** Something that the command palette can do beside going somewhere. */
export interface Command {
  word: string;
  icon: Icon;
  needs?: [verb: string, resource: string];
  run: (go: (to: string) => void, me: Me | undefined) => void | Promise<void>;
}

export interface View {
  /** The folder's name: the namespace of its words. */
  name: string;
  places: Place[];
  entries?: Entry[];
  commands?: Command[];
}

const FOUND = import.meta.glob<View>("./*/view.ts", { eager: true, import: "view" });

/** All views, by their names. */
export const VIEWS: View[] = Object.values(FOUND).sort((one, other) =>
  one.name.localeCompare(other.name),
);

/** An entry with the namespace of its word. */
export interface Named extends Entry {
  namespace: string;
}

/** All entries, in order. */
export const ENTRIES: Named[] = VIEWS.flatMap((view) =>
  (view.entries ?? []).map((entry) => ({ ...entry, namespace: view.name })),
).sort((one, other) => one.order - other.order);

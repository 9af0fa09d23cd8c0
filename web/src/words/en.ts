import { gathered } from "./gathered";

export default gathered({
  ...import.meta.glob("./shared/en.json", { eager: true, import: "default" }),
  ...import.meta.glob("../shell/words/en.json", { eager: true, import: "default" }),
  ...import.meta.glob("../components/words/en.json", { eager: true, import: "default" }),
  ...import.meta.glob("../views/*/words/en.json", { eager: true, import: "default" }),
});

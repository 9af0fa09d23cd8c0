import { gathered } from "./gathered";

export default gathered({
  ...import.meta.glob("./shared/pt.json", { eager: true, import: "default" }),
  ...import.meta.glob("../shell/words/pt.json", { eager: true, import: "default" }),
  ...import.meta.glob("../components/words/pt.json", { eager: true, import: "default" }),
  ...import.meta.glob("../views/*/words/pt.json", { eager: true, import: "default" }),
});

import { Link } from "@tanstack/react-router";
import classes from "./Shell.module.css";

/** Our name and mark; leads home. */
export function Brand() {
  return (
    <Link to="/" className={classes.brand ?? ""}>
      <svg width="24" height="24" viewBox="0 0 32 32" aria-hidden>
        <path d="M16 2.5 27.7 9.25v13.5L16 29.5 4.3 22.75V9.25z" />
        <path d="M8 17h4l2.5-6 4 11 2.5-5h3" />
      </svg>
      hexascope
    </Link>
  );
}

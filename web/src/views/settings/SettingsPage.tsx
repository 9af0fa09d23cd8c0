import { Navigate } from "@tanstack/react-router";
import { addressOf } from "./logic/sections";

/** The settings begin with what everybody has: his own account. */
export default function SettingsPage() {
  return <Navigate to={addressOf("me")} replace />;
}

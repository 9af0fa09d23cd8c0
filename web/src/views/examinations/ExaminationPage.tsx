import { useParams } from "@tanstack/react-router";
import { Diagnosis } from "./Diagnosis";

/** One kept examination, by its id. */
export default function ExaminationPage() {
  const { examination = "" }: { examination?: string } = useParams({ strict: false });
  return <Diagnosis examination={examination} />;
}

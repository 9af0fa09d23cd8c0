"""The journal knows at every moment what is left to undo."""

from pathlib import Path

from benchmarks.host.journal import Journal, Undo, read


def test_an_entry_can_be_read_by_others_at_once(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "undo.jsonl")
    journal.write("mount", "/mnt/with space")
    assert read(journal.path) == [Undo("mount", "/mnt/with space")]
    journal.close()


def test_what_was_undone_is_forgotten_in_the_file_as_well(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "undo.jsonl")
    journal.write("group", "noise")
    mark = journal.mark
    journal.write("mount", "a")
    journal.write("loop", "b")
    assert journal.since(mark) == [Undo("mount", "a"), Undo("loop", "b")]
    journal.forget(mark)
    journal.write("swap", "c")
    assert read(journal.path) == [Undo("group", "noise"), Undo("swap", "c")]
    journal.close()


def test_a_last_line_cut_short_is_left_out(tmp_path: Path) -> None:
    file = tmp_path / "undo.jsonl"
    file.write_text(Undo("mount", "a").line() + '["loop", "b')
    assert read(file) == [Undo("mount", "a")]

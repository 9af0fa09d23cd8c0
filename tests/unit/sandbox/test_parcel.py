import errno
import io
import os
import resource

import pytest

from hexascope.sandbox import parcel
from hexascope.sandbox.contract import Job, Limits
from hexascope.sandbox.inside import enter

JOB = Job(source="print(1)", files={"a": b"1\n2", "b": b"", "c": bytes(range(256))})


def test_what_is_packed_is_unpacked_as_it_was(
    tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(str(tmp_path))
    packed = io.BytesIO(parcel.packed(JOB, {"RLIMIT_CORE": [0, 0]}, {"folder": "/x"}))

    head = enter.read_head(packed)
    enter.unpack(head, packed)

    assert head["source"] == "print(1)"
    assert head["limits"] == {"RLIMIT_CORE": [0, 0]}
    assert head["guard"] == {"folder": "/x"}
    for name, data in JOB.files.items():
        with open(name, "rb") as file:
            assert file.read() == data


def test_a_file_that_is_there_already_is_not_written_over(
    tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(str(tmp_path))
    packed = parcel.packed(JOB, {})
    file = io.BytesIO(packed)
    enter.unpack(enter.read_head(file), file)

    file = io.BytesIO(packed)
    with pytest.raises(FileExistsError):
        enter.unpack(enter.read_head(file), file)


def test_what_is_handed_over_can_be_read_and_not_changed() -> None:
    with parcel.handed(b"job", "job") as descriptor:
        assert os.read(descriptor, 10) == b"job"
        for change in (
            lambda: os.pwrite(descriptor, b"x", 0),
            lambda: os.ftruncate(descriptor, 100),
            lambda: os.ftruncate(descriptor, 0),
        ):
            with pytest.raises(OSError) as told:  # noqa: PT011 - its number is looked at
                change()
            assert told.value.errno == errno.EPERM


def test_a_pipe_tells_whether_the_job_has_begun() -> None:
    with parcel.told() as pipe:
        assert not parcel.has_begun(pipe)
        os.write(pipe.write_end, enter.MARK)
        assert parcel.has_begun(pipe)
        pipe.close_write()
        assert not parcel.has_begun(pipe, 5.0)  # its end is no waiting


def test_an_end_of_a_pipe_is_closed_once_since_its_number_may_be_anothers_by_then() -> None:
    with parcel.told() as pipe:
        number = pipe.write_end
        pipe.close_write()
        other = os.open("/dev/null", os.O_RDONLY)
        assert other == number
    assert os.fstat(other)
    os.close(other)


def test_limits_are_those_of_each_process() -> None:
    limits = Limits(memory_bytes=100, cpu_s=0.2, written_bytes=7, open_files=9)

    given = parcel.limits_inside(limits, processes=12)

    assert given["RLIMIT_AS"] == [100, 100]
    assert given["RLIMIT_CPU"] == [1, 2]
    assert given["RLIMIT_FSIZE"] == [7, 7]
    assert given["RLIMIT_NOFILE"] == [9, 9]
    assert given["RLIMIT_NPROC"] == [12, 12]
    assert given["RLIMIT_CORE"] == [0, 0]


@pytest.mark.parametrize("names", [("enter",), ("enter", "guard")])
def test_the_first_steps_are_one_program_that_imports_nothing_of_ours(
    names: tuple[str, ...],
) -> None:
    text = parcel.steps(*names)

    compile(text, "steps", "exec")
    assert text.endswith(f"{names[-1]}(sys.argv[1:])\n")
    ours = [line for line in text.splitlines() if line.startswith(("import hexa", "from hexa"))]
    assert ours == []


def test_limits_that_are_not_known_are_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[tuple[int, tuple[int, int]]] = []
    monkeypatch.setattr(resource, "setrlimit", lambda *given: taken.append(given))

    enter.limit({"RLIMIT_NO_SUCH": [1, 1], "RLIMIT_CORE": [0, 0]})

    assert taken == [(resource.RLIMIT_CORE, (0, 0))]

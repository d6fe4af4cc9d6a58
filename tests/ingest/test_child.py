"""A child process in which things are read, and what may become of it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from checker.ingest.child import PROGRAM, Child, Late, Lost
from checker.ingest.limits import Limits
from checker.ingest.unreadable import NotReadable

# A package of jobs beside the project's own; only a child that is started for it, as below, knows it.
JOBS = """
import ctypes, json, os, re, subprocess, sys, time
from checker.ingest.unreadable import NotReadable

kept = []

def echo(arguments, data): return data
def told(arguments, data): return json.dumps(arguments).encode()
def process(arguments, data): return str(os.getpid()).encode()
def long(arguments, data): return b"x" * arguments["length"]
def abort(arguments, data): os.abort()
def fault(arguments, data): ctypes.string_at(0)
def leave(arguments, data): os._exit(0)
def sleep(arguments, data): time.sleep(60)
def hold(arguments, data):
    "Lets no other thread run meanwhile."
    re.match(r"(a+)+$", "a" * 60 + "b")
def fill(arguments, data):
    blocks = []
    while True:
        blocks.append(bytearray(10_000_000))
def leak(arguments, data):
    kept.append(bytearray(arguments["length"]))
    return str(len(kept)).encode()
def noise(arguments, data):
    print("noise" * 100, flush=True)
    os.write(1, b"noise")
    os.write(2, b"noise")
    subprocess.run([sys.executable, "-c", "print('noise')"])
    return b"signal"
def eat(arguments, data): return sys.stdin.read().encode()
def sealed(arguments, data): raise NotReadable("it is sealed\\n with wax")
def wrong(arguments, data): raise LookupError("secret")
def count(arguments, data):
    for number in range(arguments["to"]):
        yield str(number).encode()
def stop(arguments, data):
    yield b"one"
    yield b"two"
    os.abort()
def tire(arguments, data):
    yield b"one"
    time.sleep(60)
def tell(arguments, data):
    yield b"one"
    raise NotReadable("the rest is damaged")
def slow(arguments, data):
    for _ in range(4):
        time.sleep(0.4)
        yield b"still here"
"""
PART = Limits(seconds=20, memory=1_000_000_000)
BRIEF = replace(PART, seconds=1)


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    """What a child runs that knows these jobs, and no others."""
    folder = tmp_path_factory.mktemp("jobs")
    (folder / "odd").mkdir()
    (folder / "odd" / "__init__.py").touch()
    (folder / "odd" / "jobs.py").write_text(JOBS)
    (folder / "oddly.py").write_text("def echo(arguments, data): return data\n")
    return f"import sys; sys.path.append({str(folder)!r}); " + PROGRAM.replace("argv[1])", "argv[1]), package='odd'")


@pytest.fixture
def child(program):
    with Child(PART, program=program) as child:
        yield child


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{process}/stat")
    return not status.exists() or status.read_text().rpartition(")")[2].split()[0] != "Z"


def ends(process: int, *, within: float = 10) -> bool:
    until = time.monotonic() + within
    while is_alive(process) and time.monotonic() < until:
        time.sleep(0.05)
    return not is_alive(process)


def test_many_things_are_read_in_one_process(child):
    processes = {child.call("odd.jobs:process") for _ in range(50)}

    assert len(processes) == 1
    assert int(next(iter(processes))) != os.getpid()


@pytest.mark.parametrize("length", [0, 1, 65_536, 30_000_000])
def test_bytes_go_both_ways_however_many(child, length):
    data = os.urandom(min(length, 65_536)) * (length // 65_536 or 1)

    assert child.call("odd.jobs:echo", data=data) == data
    assert len(child.call("odd.jobs:long", arguments={"length": length})) == length


def test_arguments_arrive_as_they_were_also_names_of_files_that_are_no_text(child):
    arguments = {"path": os.fsdecode(b"/\xff\xfe/Cyngor T\xc5\xb7"), "start": 2**40, "empty": ""}

    assert json.loads(child.call("odd.jobs:told", arguments=arguments)) == arguments


@pytest.mark.parametrize("job", ["abort", "fault", "leave"])
def test_a_crash_is_told_and_the_next_thing_is_read(child, job):
    with pytest.raises(Lost, match=r"^the program that reads it crashed$"):
        child.call(f"odd.jobs:{job}")

    assert child.call("odd.jobs:echo", data=b"next") == b"next"


@pytest.mark.parametrize("job", ["sleep", "hold"])
def test_what_takes_too_long_is_ended_at_the_limit(program, job):
    with Child(BRIEF, program=program) as child:
        process = int(child.call("odd.jobs:process"))
        with pytest.raises(Late, match=r"^reading it took longer than 1 seconds$"):
            child.call(f"odd.jobs:{job}")

        assert ends(process)
        assert child.call("odd.jobs:echo", data=b"next") == b"next"


@pytest.mark.skipif(sys.platform != "linux", reason="the limit is not kept elsewhere")
def test_memory_beyond_the_limit_is_told_with_the_limit(child):
    with pytest.raises(Lost, match=r"^reading it took more than 1,000 MB of memory$"):
        child.call("odd.jobs:fill")
    with pytest.raises(Lost, match=r"^reading it took more than 1,000 MB of memory$"):
        child.call("odd.jobs:echo", data=bytes(1_000_000_000))

    assert child.call("odd.jobs:echo", data=b"next") == b"next"


@pytest.mark.skipif(sys.platform != "linux", reason="the limit is not kept elsewhere")
def test_what_is_said_of_a_document_does_not_hang_on_those_before_it(child):
    """The third no longer fits beside the two that leaked, but it fits a new child."""
    leaked = [child.call("odd.jobs:leak", arguments={"length": 400_000_000}) for _ in range(3)]

    assert leaked == [b"1", b"2", b"1"]


def test_what_libraries_print_disturbs_nothing(child):
    assert child.call("odd.jobs:noise") == b"signal"
    assert child.call("odd.jobs:eat") == b""
    assert child.call("odd.jobs:echo", data=b"next") == b"next"


def test_a_child_that_answers_nonsense_has_crashed():
    for program in ("print('nonsense ' * 10)", "import time; print('nonsense ' * 10, flush=True); time.sleep(60)", "", "1 / 0"):
        with Child(PART, program=program) as child, pytest.raises(Lost, match=r"^the program that reads it crashed$"):
            child.call("odd.jobs:echo")


def test_a_reason_comes_back_as_it_is_and_any_other_fault_by_its_name_alone(child):
    process = child.call("odd.jobs:process")
    with pytest.raises(NotReadable) as sealed:
        child.call("odd.jobs:sealed")
    with pytest.raises(NotReadable) as wrong:
        child.call("odd.jobs:wrong")

    assert sealed.value.reason == "it is sealed with wax"
    assert wrong.value.reason == "the program that reads it failed: LookupError"
    assert child.call("odd.jobs:process") == process


@pytest.mark.parametrize(
    "job", ["os:system", "oddly:echo", "oddly.jobs:echo", "odd", ":echo", "", "odd.jobs:", "checker.ingest.dates:date"]
)
def test_nothing_outside_the_package_can_be_asked_for(child, job):
    with pytest.raises(NotReadable, match="the program that reads it failed"):
        child.call(job)


def test_a_child_of_the_project_itself_knows_its_own_package_alone():
    with Child(PART) as child:
        with pytest.raises(NotReadable, match="failed: PermissionError"):
            child.call("os:system")
        with pytest.raises(NotReadable, match="failed: AttributeError"):
            child.call("checker.ingest.limits:nothing")


def test_a_child_finds_the_project_where_its_parent_does_and_not_in_the_folder_it_is_run_in(tmp_path):
    (tmp_path / "json.py").write_text("1 / 0")
    program = (
        "from checker.ingest.child import Child\nfrom checker.ingest.limits import Limits\n"
        "with Child(Limits()) as child:\n    child.call('os:system')\n"
    )
    root = Path(__file__).parents[2]

    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path[0] = {str(root)!r}\n{program}"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert "failed: PermissionError" in done.stderr


def test_long_jobs_report_as_they_go(child):
    assert list(child.lines("odd.jobs:count", arguments={"to": 3})) == [b"0", b"1", b"2"]
    assert len(list(child.lines("odd.jobs:count", arguments={"to": 100_000}))) == 100_000
    assert child.call("odd.jobs:echo", data=b"next") == b"next"


@pytest.mark.parametrize(
    ("job", "lines", "reason"),
    [
        ("stop", [b"one", b"two"], "the program that reads it crashed"),
        ("tire", [b"one"], "reading it took longer than 1 seconds"),
        ("tell", [b"one"], "the rest is damaged"),
    ],
)
def test_what_came_before_a_fault_is_kept(program, job, lines, reason):
    came: list[bytes] = []
    with Child(BRIEF, program=program) as child, pytest.raises(NotReadable) as error:
        came.extend(child.lines(f"odd.jobs:{job}"))

    assert came == lines
    assert error.value.reason == reason


def test_time_counts_from_line_to_line(program):
    with Child(BRIEF, program=program) as child:
        assert len(list(child.lines("odd.jobs:slow"))) == 4


def test_time_that_the_parent_takes_is_not_counted(program):
    with Child(BRIEF, program=program) as child:
        for line in child.lines("odd.jobs:count", arguments={"to": 3}):
            if line == b"0":
                time.sleep(1.5)

    assert line == b"2"


def test_a_job_that_is_left_in_the_middle_does_not_answer_the_next_question(child):
    for line in child.lines("odd.jobs:count", arguments={"to": 1_000}):
        if line == b"5":
            break

    assert child.call("odd.jobs:echo", data=b"next") == b"next"


def test_no_process_is_started_for_nothing_and_none_is_left(program):
    with Child(PART, program=program) as child:
        child.close()
        process = int(child.call("odd.jobs:process"))

    assert ends(process)


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("kind", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
@pytest.mark.parametrize("job", ["echo", "sleep"])
def test_a_child_ends_with_its_parent_however_that_ends(program, tmp_path, kind, job):
    process = started(program, tmp_path, job, PART, kind)

    assert ends(process)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_a_child_in_which_nothing_else_runs_ends_soon_after_its_time_though_its_parent_is_dead(program, tmp_path):
    process = started(program, tmp_path, "hold", BRIEF, signal.SIGKILL)

    assert ends(process, within=15)


def started(program: str, folder: Path, job: str, limits: Limits, kind: signal.Signals) -> int:
    """The child of a parent that asks it for a job and is then ended by a signal."""
    parent = folder / "parent.py"
    parent.write_text(
        "from checker.ingest.child import Child\nfrom checker.ingest.limits import Limits\nimport time\n"
        f"with Child({limits!r}, program={program!r}) as child:\n"
        f"    print(child.call('odd.jobs:process').decode(), flush=True)\n    child.call('odd.jobs:{job}')\n    time.sleep(60)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen(
        [sys.executable, parent], env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as running:
        assert running.stdout is not None
        process = int(running.stdout.readline())
        time.sleep(0.3)
        running.send_signal(kind)
        running.wait(10)
    return process

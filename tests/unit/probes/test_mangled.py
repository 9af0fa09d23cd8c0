"""Names of C++ and Rust functions, as people wrote them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexascope.collect.probing.calls.mangled import demangled


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("main", "main"),
        ("_Z3foov", "foo"),
        ("_ZN2v88internal7Factory3NewEv", "v8::internal::Factory::New"),
        ("_ZNK3foo3barEv", "foo::bar"),
        ("_ZNSt6vectorIiSaIiEE9push_backEOi", "std::vector<…>"),
        ("_ZN4core3ptr13drop_in_place17h0123456789abcdefE", "core::ptr::drop_in_place"),
        ("_ZN12_GLOBAL__N_13runEv", "(anonymous)::run"),
        ("_ZZN4node3runEvENUlvE_4_FUNEv", "node::run"),
        ("_ZN999xE", "_ZN999xE"),
        ("_Z", "_Z"),
        ("[unknown] (libc.so.6)", "[unknown] (libc.so.6)"),
    ],
)
def test_the_qualified_name_is_told(name: str, told: str) -> None:
    assert demangled(name) == told


@given(st.text(alphabet="ZN_E0123456789IhStKab", max_size=40))
def test_any_name_has_a_name(rest: str) -> None:
    assert demangled("_Z" + rest)

"""The form of an import of a few rows: pasted, or in a file."""

from typing import Any

from django import forms

from partnership.page_forms import ActionForm
from savings.row_files import MOST_BYTES


class RowsForm(ActionForm):
    rows = forms.CharField(
        label="Rows pasted from a spreadsheet",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
        help_text="With the row of headings. Or choose a file below.",
    )
    file = forms.FileField(
        label="File",
        required=False,
        allow_empty_file=True,
    )

    def __init__(self, *args: Any, most_rows: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = f"CSV or an Excel workbook (.xlsx), at most {most_rows:,} rows."

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        rows, file = (cleaned.get("rows") or "").strip(), cleaned.get("file")
        if bool(rows) == bool(file) and not self.errors:
            both = "Paste rows or choose a file, not both." if rows else "Paste rows, or choose a file."
            self.add_error("rows", both)
        if file and file.size > MOST_BYTES:
            self.add_error("file", f"The file is larger than {MOST_BYTES // 1024 // 1024} MB. Split it.")
        return cleaned

"""What we can measure: read what a run left behind, report findings with numbers.

    file -> formats/ -> artifacts/ (made once) -> catalog/ (one probe a finding) -> Report

Knows neither Flask nor the engine nor the knowledge base; a finding is only a name here.
"""

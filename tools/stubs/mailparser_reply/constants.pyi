MAIL_LANGUAGES: dict[str, dict[str, str]]

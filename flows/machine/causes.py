"""Why something of the machine does not work, in Chinese with the mend: known by words of whatever complained in English."""

import errno

# A part's log and a database's answer are read by the same table; nothing in it names what not everybody may read.
_KNOWN = (
    ("pg_trgm", "它的 PostgreSQL 没有扩展 pg_trgm，请安装数据库的 contrib 软件包（如 postgresql-contrib）"),
    ("address already in use", "它要用的端口已被占用，请停止占用它的程序"),
    ("No space left on device", "磁盘已满，请腾出空间"),
    ("disk is full", "磁盘已满，请腾出空间"),
    ("password authentication failed", "数据库不接受用户名或密码，请核对数据库地址中的用户名和密码"),
    ("no password supplied", "数据库要求密码，请在数据库地址中写明"),
    ("no pg_hba.conf entry", "数据库不接受来自本机的连接，请数据库管理员在 pg_hba.conf 中放行"),
    ("failed to resolve host", "找不到数据库所在的主机，请核对数据库地址中的主机名"),
    ("could not translate host name", "找不到数据库所在的主机，请核对数据库地址中的主机名"),
    ("root certificate file", "找不到核验数据库的根证书文件，请核对数据库地址中的 sslrootcert"),
    ("could not read certificate file", "找不到连接数据库所用的证书文件，请核对数据库地址中的 sslcert"),
    ("private key file", "连接数据库所用的私钥文件无法使用，请核对数据库地址中的 sslkey 和文件权限"),
    ("certificate verify failed", "数据库的证书没有通过核验，请核对根证书和主机名"),
    ("server certificate for", "数据库的证书与主机名不符，请核对数据库地址中的主机名"),
    ("server does not support SSL", "数据库没有启用加密连接，请数据库管理员启用"),
    ("connection timeout expired", "数据库没有应答，请核对主机、端口和防火墙"),
    ("timeout expired", "数据库没有应答，请核对主机、端口和防火墙"),
    ("Connection refused", "数据库没有启动，或者端口不对，请启动数据库，核对数据库地址中的端口"),
    ("ConnectionRefusedError", "不能连接它的数据库，请确认数据库已经启动"),
    ("No such file or directory", "找不到所指的文件或目录，请核对地址和路径"),
    ("does not exist", "数据库或用户不存在，请核对数据库地址，或者请数据库管理员建立"),
    ("permission denied for", "数据库用户没有所需的权限，请数据库管理员授权"),
    ("must be owner of", "数据库用户不是这些表的所有者，请改用建立数据库时的用户"),
    ("too many connections", "数据库的连接数已满，请数据库管理员增加上限"),
    ("remaining connection slots", "数据库的连接数已满，请数据库管理员增加上限"),
    ("readonly database", "数据库文件只读，请核对文件和目录的权限"),
    ("read-only transaction", "数据库只读，请核对数据库地址是否指向了备用库"),
    ("unable to open database file", "数据库文件无法打开，请核对文件和目录的权限"),
    ("file is not a database", "数据库文件已损坏，或者不是数据库，请从备份恢复"),
    ("malformed", "数据库文件已损坏，请从备份恢复"),
    ("Permission denied", "没有读写所需文件的权限，请核对文件权限"),
    ("database is locked", "数据库正被其他程序占用，请稍后重试，或者停止占用它的程序"),
)


_ERRORS = {
    errno.ENOENT: "文件不存在",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "文件系统只读",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已满",
    errno.EISDIR: "这是目录，不是文件",
    errno.ENOTDIR: "上级不是目录",
}


def os_cause(error: OSError) -> str:
    """Why the machine would not open or write a file."""
    return _ERRORS.get(error.errno or 0, str(error.strerror))


def known_cause(said: str) -> str:
    """The cause and its mend; nothing where the words are of no known one."""
    return next((told for word, told in _KNOWN if word in said), "")
